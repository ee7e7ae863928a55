import type { Attempt, Customer, TimelineItem } from '../api/words';

/** Whoever is on the other side of the order a call is about; `customerId` is where their own story is. */
export interface OtherSide {
  customerId: string;
  name: string;
  role: Customer['role'];
  orderId: string;
}

export function otherSideOf(customer: Customer, order_id: string | null): OtherSide | null {
  const order = customer.orders.find(({ id }) => id === order_id);
  if (order?.counterpart_customer_id == null) return null;
  return {
    customerId: order.counterpart_customer_id,
    name: order.counterpart_name ?? order.counterpart_id ?? order.id,
    role: customer.role === 'seller' ? 'buyer' : 'seller',
    orderId: order.id,
  };
}

/** Whether they are asked into the call, or there. */
export function isOtherSideIn({ participants }: Attempt): boolean {
  return participants.some(({ kind, ended_as }) => kind === 'seller' && ended_as === null);
}

/** A story as far as it is read, newest first; `more`: it goes further back. */
export interface Story {
  items: readonly TimelineItem[];
  more: boolean;
}

/** One of two stories: 0 is the customer's. */
export type Side = 0 | 1;

export interface Placed {
  side: Side;
  item: TimelineItem;
}

/**
 * Two stories on one axis of time, newest first. What is older than where a story breaks off is not shown
 * yet: something of that story may belong above it.
 */
export function onOneAxis(stories: readonly [Story, Story]): Placed[] {
  const from_ms = Math.max(...stories.map(brokenOffMs));
  return stories
    .flatMap(({ items }, side) => items.map((item) => ({ side: side as Side, item })))
    .filter(({ item }) => item.at_ms >= from_ms)
    .sort((a, b) => b.item.at_ms - a.item.at_ms || (b.item.id < a.item.id ? -1 : 1));
}

/** Whose older part is to be read next; null when both are whole. */
export function goesOn(stories: readonly [Story, Story]): Side | null {
  const [customer, other] = stories.map(brokenOffMs) as [number, number];
  if (customer === -Infinity && other === -Infinity) return null;
  return customer >= other ? 0 : 1;
}

function brokenOffMs({ items, more }: Story): number {
  return more ? (items.at(-1)?.at_ms ?? Infinity) : -Infinity;
}
