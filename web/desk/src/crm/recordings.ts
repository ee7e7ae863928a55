import type { TimelineItem } from '../api/words';

/** What the story, newest first, says last of each recording: deleted, or held. */
export function afterwards(items: readonly TimelineItem[]): Map<string, 'deleted' | 'held'> {
  const said = new Map<string, 'deleted' | 'held'>();
  for (const item of [...items].reverse()) {
    if (item.recording_id == null) continue;
    if (item.kind === 'recording.deleted') said.set(item.recording_id, 'deleted');
    if (item.kind === 'recording.held') said.set(item.recording_id, 'held');
    if (item.kind === 'recording.released') said.delete(item.recording_id);
  }
  return said;
}
