import { useQuery } from '@tanstack/react-query';

import { api, dataOf } from '../api/client';
import { keys } from '../api/keys';

export function useCustomer(customer_id: string) {
  return useQuery({
    queryKey: keys.customer(customer_id),
    queryFn: () => dataOf(api().GET('/customers/{customer_id}', { params: { path: { customer_id } } })),
    staleTime: 60_000,
  });
}
