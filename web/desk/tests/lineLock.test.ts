import { describe, expect, it } from 'vitest';

import { LineLock } from '../src/voice/lineLock';
import { FakeLocks } from './fakeLocks';

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('which tab has the line', () => {
  it('is the first, and the next when that one closes', async () => {
    const locks = new FakeLocks();
    const [first, second] = [new LineLock(locks), new LineLock(locks)];
    first.start();
    second.start();
    await settle();
    expect([first.holds(), second.holds()]).toEqual([true, false]);
    first.stop();
    await settle();
    expect([first.holds(), second.holds()]).toEqual([false, true]);
  });

  it('is the one that takes over, and can be taken back', async () => {
    const locks = new FakeLocks();
    const [first, second] = [new LineLock(locks), new LineLock(locks)];
    first.start();
    second.start();
    await settle();
    second.takeOver();
    await settle();
    expect([first.holds(), second.holds()]).toEqual([false, true]);
    first.takeOver();
    await settle();
    expect([first.holds(), second.holds()]).toEqual([true, false]);
  });
});
