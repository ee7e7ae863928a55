import { useState } from 'react';

import { serverNow } from '../api/serverClock';
import { isMessage, useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { listen, playTone } from '../voice/sound';
import { useVoice } from '../voice/VoiceContext';
import { HEARD_FROM, isWhole, keepCheck, microphoneFault, PARTS, withFinding, type Finding, type LineCheck, type Part } from './lineCheck';

const LISTEN_MS = 3_000;
const FULL_LEVEL = 0.3;

type Step = Part | 'asked' | 'done';

/** Microphone, connection and speaker, one after the other, and in plain words what is wrong with each. */
export function LineCheckPanel({ onClose }: { onClose: (check: LineCheck | null) => void }) {
  const t = useText();
  const { control } = useVoice();
  const [step, setStep] = useState<Step | null>(null);
  const [check, setCheck] = useState<LineCheck | null>(null);
  const [level, setLevel] = useState(0);
  const found = (before: LineCheck | null, finding: Finding): LineCheck => {
    const after = withFinding(before, finding, serverNow());
    setCheck(after);
    if (isWhole(after)) keepCheck(after);
    return after;
  };
  const sound = async () => {
    setStep('speaker');
    await playTone();
    setStep('asked');
  };
  const run = async () => {
    setCheck(null);
    setStep('microphone');
    const heard = await listen(LISTEN_MS, setLevel)
      .then((loudest) => (loudest < HEARD_FROM ? ('silent' as const) : ('good' as const)))
      .catch(microphoneFault);
    const after = found(null, { part: 'microphone', found: heard });
    setStep('connection');
    // Without a microphone the browser makes no call at all.
    const connection = heard === 'denied' || heard === 'failed' ? (`microphone_${heard}` as const) : await control.check();
    found(after, { part: 'connection', found: connection });
    await sound();
  };
  const answer = (heard: boolean) => {
    found(check, { part: 'speaker', found: heard ? 'good' : 'unheard' });
    setStep('done');
  };
  return (
    <Dialog title={t('desk.check.title')} onClose={() => onClose(check !== null && isWhole(check) ? check : null)}>
      <ul className="flex flex-col gap-3">
        {PARTS.map((part) => (
          <li key={part} data-part={part} data-found={check?.found[part]} className="flex gap-3">
            <Mark finding={check?.found[part]} busy={step === part} />
            <div className="min-w-0 flex-1" role="status">
              <p className="font-medium">{t(`desk.check.part.${part}`)}</p>
              <Said part={part} finding={check?.found[part]} busy={step === part} />
              {part === 'microphone' && step === 'microphone' && (
                <meter aria-label={t('desk.check.level')} min={0} max={1} value={Math.min(1, level / FULL_LEVEL)} className="mt-1 h-2 w-full" />
              )}
              {part === 'speaker' && step === 'asked' && (
                <div className="mt-2 flex flex-wrap items-center gap-2">
                  <p>{t('desk.check.heard')}</p>
                  <Button onClick={() => answer(true)}>{t('desk.check.yes')}</Button>
                  <Button onClick={() => answer(false)}>{t('desk.check.no')}</Button>
                  <Button kind="quiet" onClick={() => void sound()}>
                    {t('desk.check.tone_again')}
                  </Button>
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div className="mt-5 flex justify-end">
        <Button kind="primary" disabled={step !== null && step !== 'done'} onClick={() => void run()}>
          {t(step === null ? 'desk.check.start' : 'desk.check.again')}
        </Button>
      </div>
    </Dialog>
  );
}

function Mark({ finding, busy }: { finding: string | undefined; busy: boolean }) {
  const tone = finding === undefined ? 'text-soft' : finding === 'good' ? 'text-ok' : 'text-bad';
  return (
    <span className={`pt-0.5 ${tone}`}>
      <Icon name={finding === undefined ? (busy ? 'clock' : 'dot') : finding === 'good' ? 'check' : 'alert'} />
    </span>
  );
}

function Said({ part, finding, busy }: { part: Part; finding: string | undefined; busy: boolean }) {
  const t = useText();
  if (finding === undefined) return <p className="text-soft">{t(busy ? `desk.check.busy.${part}` : `desk.check.lead.${part}`)}</p>;
  const key = `desk.check.found.${part}.${finding}`;
  const fault = `desk.line.fault.${finding}`;
  return <p>{isMessage(key) ? t(key) : isMessage(fault) ? t(fault) : finding}</p>;
}
