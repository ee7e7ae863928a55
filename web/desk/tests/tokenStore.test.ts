import { beforeEach, describe, expect, it } from 'vitest';

import { TokenStore } from '../src/auth/tokenStore';

const signedIn = JSON.stringify({ id_token: 'the-id-token', access_token: 'the-access-token', refresh_token: 'refresh-1', profile: { email: 'ana@alo.example' } });

describe('the token store', () => {
  beforeEach(() => sessionStorage.clear());

  it('keeps nothing but the refresh token outside memory', async () => {
    await new TokenStore(sessionStorage).set('user', signedIn);
    expect(JSON.stringify(sessionStorage)).not.toMatch(/the-id-token|the-access-token|ana@/);
    expect(sessionStorage.getItem('user')).toBe('refresh-1');
  });

  it('comes back after a reload as an expired user who can be renewed', async () => {
    await new TokenStore(sessionStorage).set('user', signedIn);
    const user = JSON.parse((await new TokenStore(sessionStorage).get('user')) ?? '{}') as Record<string, unknown>;
    expect(user).toMatchObject({ refresh_token: 'refresh-1', expires_at: 0 });
    expect(user.id_token).toBeUndefined();
  });

  it('keeps the refresh token when an answer leaves it out, and takes a new one', async () => {
    const store = new TokenStore(sessionStorage);
    await store.set('user', signedIn);
    await store.set('user', JSON.stringify({ id_token: 'b' }));
    expect(JSON.parse((await store.get('user')) ?? '')).toMatchObject({ id_token: 'b', refresh_token: 'refresh-1' });
    await store.set('user', JSON.stringify({ id_token: 'c', refresh_token: 'refresh-2' }));
    expect(sessionStorage.getItem('user')).toBe('refresh-2');
  });

  it('forgets everything on signing out', async () => {
    const store = new TokenStore(sessionStorage);
    await store.set('user', signedIn);
    await store.remove('user');
    expect(await store.get('user')).toBeNull();
    expect(sessionStorage).toHaveLength(0);
  });
});
