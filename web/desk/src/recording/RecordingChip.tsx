import * as Menu from '@radix-ui/react-dropdown-menu';

import type { Recording } from '../api/words';
import { clock } from '../i18n/format';
import { useText } from '../i18n/i18n';
import { useProblemText } from '../i18n/problemText';
import { Chip, Dot } from '../ui/Chip';
import { cx } from '../ui/cx';
import { Icon } from '../ui/Icon';
import { MENU, MenuAction } from '../ui/MenuItem';
import { useShortcut } from '../ui/shortcuts';
import { useNow } from '../ui/useNow';
import { useRecording } from './readRecording';
import { useSetRecording } from './setRecording';

const REMIND_MS = 20_000;
const RUNS: readonly Recording['state'][] = ['notice', 'asking', 'on', 'paused'];

/** Whether the call is being recorded, and what can be done about it. `own`: by the call's own agent only. */
export function RecordingChip({ attemptId, own }: { attemptId: string; own: boolean }) {
  const { data } = useRecording(attemptId);
  if (data === undefined || data.state === null) return null;
  return <Shown attemptId={attemptId} recording={data} own={own && RUNS.includes(data.state)} />;
}

function Shown({ attemptId, recording, own }: { attemptId: string; recording: Recording; own: boolean }) {
  const t = useText();
  const now_ms = useNow();
  const set = useSetRecording(attemptId);
  const { state, resume_at_ms } = recording;
  const left_ms = resume_at_ms === null ? null : Math.max(0, resume_at_ms - now_ms);
  const soon = left_ms !== null && left_ms <= REMIND_MS;
  const pauses = state === 'on';
  const wish = () => {
    if (!set.isPending) set.mutate(pauses ? 'paused' : 'on');
  };
  const toggle = t(pauses ? 'desk.recording.pause' : state === 'asking' ? 'desk.recording.agreed' : 'desk.recording.go_on');
  useShortcut('p', toggle, wish, own && state !== 'notice');
  const text = (
    <>
      {state === 'paused' ? <Icon name="pause" className="size-3.5" /> : <Dot />}
      {soon ? (
        <span role="alert">{t('desk.recording.soon', { n: Math.ceil(left_ms / 1000) })}</span>
      ) : (
        t(`desk.recording.state.${state ?? 'failed'}`, { time: left_ms === null ? '' : clock(left_ms) })
      )}
    </>
  );
  return (
    <span className="flex items-center gap-2" data-testid="recording" data-state={state}>
      {own ? (
        <Menu.Root modal={false}>
          <Menu.Trigger
            aria-busy={set.isPending}
            className={cx(
              'inline-flex h-6 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap',
              state === 'paused' || state === 'asking' ? 'bg-warn-soft text-warn' : 'bg-black/20 hover:bg-black/35',
            )}
          >
            <span className="sr-only">{t('desk.recording.menu')}: </span>
            {text}
            <Icon name="down" className="size-3" />
          </Menu.Trigger>
          <Menu.Content align="start" sideOffset={6} className={cx(MENU, 'w-72 text-ink')}>
            {state !== 'notice' && (
              <MenuAction onSelect={wish}>
                <Icon name={pauses ? 'pause' : 'play'} />
                <span className="flex-1">{toggle}</span>
                <kbd className="text-xs text-soft">P</kbd>
              </MenuAction>
            )}
            {state === 'paused' && (
              <MenuAction onSelect={() => set.mutate('paused')}>
                <Icon name="clock" />
                {t('desk.recording.more')}
              </MenuAction>
            )}
            <MenuAction onSelect={() => set.mutate('off')}>
              <Icon name="cross" />
              {t('desk.recording.refuse')}
            </MenuAction>
          </Menu.Content>
        </Menu.Root>
      ) : (
        <Chip tone={state === 'paused' ? 'warn' : 'bar'}>{text}</Chip>
      )}
      {set.error !== null && <Refused error={set.error} />}
    </span>
  );
}

function Refused({ error }: { error: unknown }) {
  const { title, detail } = useProblemText(error);
  return (
    <span role="alert" title={detail} className="rounded-md bg-danger px-2 py-1 text-xs font-medium">
      {title}
    </span>
  );
}
