/** Web Locks of one name, as the specification queues, grants and steals them. */
export class FakeLocks implements LockManager {
  private readonly waiting: (() => void)[] = [];
  private held: { lose: (reason: Error) => void } | null = null;

  request<T>(name: string, ...rest: unknown[]): Promise<Awaited<T>> {
    const run = rest.at(-1) as LockGrantedCallback<T>;
    const options = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    return new Promise<Awaited<T>>((resolve, reject) => {
      const grant = () => {
        const mine = { lose: reject };
        this.held = mine;
        void Promise.resolve(run({ name, mode: 'exclusive' })).then((value) => {
          if (this.held === mine) this.next();
          resolve(value);
        });
      };
      if (options.steal === true) {
        this.held?.lose(new DOMException('stolen', 'AbortError'));
        grant();
      } else if (this.held === null) grant();
      else this.waiting.push(grant);
    });
  }

  query(): Promise<LockManagerSnapshot> {
    return Promise.resolve({});
  }

  private next(): void {
    this.held = null;
    this.waiting.shift()?.();
  }
}
