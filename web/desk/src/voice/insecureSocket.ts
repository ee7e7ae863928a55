/**
 * Laptop only, by configuration: the voice SDK always opens wss://, and a laptop's signalling host has no
 * certificate. Must run before the SDK loads, which keeps the constructor it finds.
 */
export function allowInsecureSignalling(host: string): void {
  const Secure = window.WebSocket;
  window.WebSocket = class extends Secure {
    constructor(url: string | URL, protocols?: string | string[]) {
      const asked = new URL(url);
      if (asked.protocol === 'wss:' && asked.host === host) asked.protocol = 'ws:';
      super(asked, protocols);
    }
  };
}
