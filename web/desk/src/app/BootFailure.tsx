import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Mark } from '../ui/Mark';

/** Nothing could be read from the server: one thing to do. */
export function BootFailure() {
  const t = useText();
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div role="alert" className="w-[360px] rounded-lg border border-line bg-panel p-8">
        <Mark className="mb-6 size-9" />
        <h1 className="mb-1 text-xl font-semibold">{t('desk.boot.title')}</h1>
        <p className="mb-6 text-soft">{t('desk.boot.lead')}</p>
        <Button onClick={() => location.reload()}>{t('desk.retry')}</Button>
      </div>
    </main>
  );
}
