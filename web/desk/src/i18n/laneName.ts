import { TOPICS } from '../api/words';
import type { Text } from './i18n';

/** A lane's id is its site and topic; an unknown one is shown as it is. */
export function laneName(lane: string, t: Text): string {
  const [site, topic] = lane.split(/[^A-Za-z]+/);
  const known = TOPICS.find((name) => name === topic);
  return site === undefined || known === undefined ? lane : `${site} · ${t(`desk.topic.${known}`)}`;
}
