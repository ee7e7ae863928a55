import { createContext, useContext } from 'react';

import type { LineControl } from './lineControl';
import type { LineLock } from './lineLock';

export interface Voice {
  control: LineControl;
  lock: LineLock;
}

export const VoiceContext = createContext<Voice | null>(null);

export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (voice === null) throw new Error('VoiceContext comes first');
  return voice;
}
