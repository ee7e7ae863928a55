import { useEffect, useState } from 'react';

export type Microphone = 'granted' | 'prompt' | 'denied' | 'unknown';

/** The browser's permission, followed as it changes; `unknown` where the browser will not say. */
export function useMicrophone(): Microphone {
  const [state, setState] = useState<Microphone>('unknown');
  useEffect(() => {
    let status: PermissionStatus | null = null;
    const follow = () => setState(status?.state ?? 'unknown');
    void navigator.permissions
      .query({ name: 'microphone' })
      .then((found) => {
        status = found;
        found.addEventListener('change', follow);
        follow();
      })
      .catch(() => setState('unknown'));
    return () => status?.removeEventListener('change', follow);
  }, []);
  return state;
}

/** Asks for it now, so that the browser's question does not come in the middle of a claim. */
export async function askForMicrophone(): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  stream.getTracks().forEach((track) => track.stop());
}
