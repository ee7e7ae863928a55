import { useMutation, useQueryClient } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';
import type { Me } from '../api/words';
import { useText } from '../i18n/i18n';
import { useProblemText } from '../i18n/problemText';
import { Button } from '../ui/Button';

interface RecordingPlayerProps {
  /** None of a message that was left. */
  attemptId: string | null;
  recordingId: string;
  /** What the timeline says of it since. */
  gone: boolean;
  held: boolean;
}

/** A recording on the timeline: one click opens it, and that is on the timeline too. */
export function RecordingPlayer({ attemptId, recordingId, gone, held }: RecordingPlayerProps) {
  const t = useText();
  const supervises = useQueryClient().getQueryData<Me>(keys.me)?.roles.includes('supervisor') ?? false;
  const which = { recording_id: recordingId, attempt_id: attemptId };
  const open = useMutation({ mutationFn: () => dataOf(api().POST('/recordings/plays', { body: which })) });
  const hold = useMutation({ mutationFn: () => dataOf(api().PUT('/recordings/holds', { body: { ...which, held: !held } })) });
  const error = open.error ?? hold.error;
  if (gone) return <p className="mt-1 text-soft">{t('desk.recording.gone')}</p>;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-3">
      {open.data === undefined ? (
        <Button icon="play" aria-busy={open.isPending} disabled={open.isPending} onClick={() => open.mutate()}>
          {t(open.isPending ? 'desk.recording.opening' : 'desk.recording.listen')}
        </Button>
      ) : (
        <audio controls autoPlay src={open.data.url} aria-label={t('desk.recording.player', { source: attemptId === null ? 'voicemail' : 'call' })} className="h-9 w-full max-w-96" onError={open.reset} />
      )}
      {supervises && (
        <Button aria-busy={hold.isPending} disabled={hold.isPending} onClick={() => hold.mutate()}>
          {t(held ? 'desk.recording.release' : 'desk.recording.hold')}
        </Button>
      )}
      {error !== null && <Refused error={error} />}
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  const { detail } = useProblemText(error);
  return (
    <p role="alert" className="text-bad">
      {detail}
    </p>
  );
}
