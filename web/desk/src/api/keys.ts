/** Query keys, in one place because pushes name them too. */
export const keys = {
  me: ['me'] as const,
  queue: ['queue'] as const,
  // Under `queue`, so that what changes it reads these again too.
  waiting: (status: string, topic: string | null) => ['queue', 'waiting', status, topic] as const,
  search: (kind: string, text: string) => ['queue', 'search', kind, text] as const,
  lanes: ['queue', 'lanes'] as const,
  figures: ['figures'] as const,
  specialists: (lane: string) => ['specialists', lane] as const,
  outside: ['outside'] as const,
  attempt: (id: string) => ['attempt', id] as const,
  customer: (id: string) => ['customer', id] as const,
  timeline: (customerId: string) => ['timeline', customerId] as const,
  hours: ['hours'] as const,
  // Under `hours`, so that a closing reads the days again too.
  day: (date: string) => ['hours', 'day', date] as const,
  closings: ['hours', 'closings'] as const,
  guard: ['guard'] as const,
  report: (from: string, until: string, grain: string) => ['report', from, until, grain] as const,
};
