import { QueryClient } from '@tanstack/react-query';

import { asProblem } from './problem';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && asProblem(error).passing,
        retryDelay: (failures) => Math.min(4_000, 500 * 2 ** failures),
        staleTime: 2_000,
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  });
}
