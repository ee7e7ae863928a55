/** Query keys, in one place because pushes name them too. */
export const keys = {
  me: ['me'] as const,
  queue: ['queue'] as const,
  figures: ['figures'] as const,
  attempt: (id: string) => ['attempt', id] as const,
  customer: (id: string) => ['customer', id] as const,
  timeline: (customerId: string) => ['timeline', customerId] as const,
  guard: ['guard'] as const,
  report: (from: string, until: string, grain: string) => ['report', from, until, grain] as const,
};
