import { api, dataOf } from '../api/client';
import type { VoiceToken } from '../api/words';

export function issueVoiceToken(): Promise<VoiceToken> {
  return dataOf(api().POST('/voice-tokens'));
}
