import type { Me } from '../api/words';
import { LaneTable } from '../queue/LaneTable';
import { LastAttempt } from '../telephony/LastAttempt';
import { LineCheckNotice } from '../telephony/LineCheckNotice';
import { MicrophoneNotice } from '../telephony/MicrophoneNotice';
import type { Last } from './useLastAttempt';

/** Nobody on the line: what waits, and what stands in the way of the next call. */
export function IdleScreen({ me, last }: { me: Me; last: Last }) {
  return (
    <main className="min-h-0 overflow-y-auto p-5">
      <div className="mx-auto flex max-w-[880px] flex-col gap-4">
        {last.attemptId !== null && <LastAttempt attemptId={last.attemptId} agentId={me.agent_id} onDismiss={last.dismiss} />}
        {me.presence.activity === 'available' && <MicrophoneNotice />}
        <LineCheckNotice site={me.site} />
        <LaneTable />
      </div>
    </main>
  );
}
