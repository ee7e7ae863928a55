import type { Me } from '../api/words';
import { useText } from '../i18n/i18n';
import { useFormat } from '../i18n/useFormat';
import { Button } from '../ui/Button';
import { useMarkRead } from './markRead';

/** What supervisors wrote, until the agent says that they have read it. */
export function Messages({ me }: { me: Me }) {
  const t = useText();
  const format = useFormat();
  const read = useMarkRead();
  if (me.messages.length === 0) return null;
  return (
    <section aria-label={t('desk.messages.title')} role="log" data-testid="messages" className="flex flex-col gap-2">
      {me.messages.map((message) => (
        <article key={message.id} className="rounded-lg bg-accent-soft px-3 py-2">
          <p className="flex justify-between gap-2 text-xs text-soft">
            <span className="truncate font-semibold">{message.from_name}</span>
            <time>{format.time(message.at_ms, me.site)}</time>
          </p>
          <p className="my-1 break-words">{message.text}</p>
          <Button icon="check" className="h-7" aria-busy={read.isPending} onClick={() => read.mutate(message.id)}>
            {t('desk.messages.read')}
          </Button>
        </article>
      ))}
    </section>
  );
}
