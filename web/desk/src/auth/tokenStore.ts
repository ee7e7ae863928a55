import type { StateStore } from 'oidc-client-ts';

interface Kept {
  refresh_token?: string;
  [field: string]: unknown;
}

/**
 * Tokens live in memory. Only the refresh token is also kept for this tab's own lifetime: an agent who
 * reloads in mid-call must be back on the line in a second, not at a password. It is gone with the tab.
 */
export class TokenStore implements StateStore {
  private readonly memory = new Map<string, string>();

  constructor(private readonly tab: Storage) {}

  set(key: string, value: string): Promise<void> {
    const user = JSON.parse(value) as Kept;
    // Cognito sends the refresh token once and leaves it out of every later answer.
    const refresh_token = user.refresh_token ?? this.tab.getItem(key) ?? undefined;
    if (refresh_token !== undefined) this.tab.setItem(key, refresh_token);
    this.memory.set(key, JSON.stringify({ ...user, refresh_token }));
    return Promise.resolve();
  }

  get(key: string): Promise<string | null> {
    const user = this.memory.get(key);
    if (user !== undefined) return Promise.resolve(user);
    const refresh_token = this.tab.getItem(key);
    if (refresh_token === null) return Promise.resolve(null);
    return Promise.resolve(JSON.stringify({ refresh_token, access_token: '', token_type: 'Bearer', profile: {}, expires_at: 0 }));
  }

  remove(key: string): Promise<string | null> {
    const user = this.memory.get(key) ?? null;
    this.memory.delete(key);
    this.tab.removeItem(key);
    return Promise.resolve(user);
  }

  getAllKeys(): Promise<string[]> {
    return Promise.resolve([...this.memory.keys()]);
  }
}
