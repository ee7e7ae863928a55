import { api, dataOf } from '../api/client';

export async function issueTicket(): Promise<string> {
  return (await dataOf(api().POST('/realtime-tickets'))).url;
}
