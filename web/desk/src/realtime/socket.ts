import { backoffMs } from './backoff';

export interface LiveHandlers {
  onUp: () => void;
  onDown: () => void;
  onText: (text: string) => void;
}

// API Gateway closes what is silent for ten minutes.
const PING_MS = 4 * 60_000;
const TICK_MS = 5_000;
// A timer this late means that the machine slept: the socket may look open and be dead.
const SLEPT_MS = 20_000;
const OPEN_WITHIN_MS = 8_000;

/** One socket that comes back by itself: each connection opens with a ticket of its own. */
export class LiveSocket {
  private socket: WebSocket | null = null;
  private failures = 0;
  private closed = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private tick: ReturnType<typeof setInterval> | undefined;
  private ticked_ms = Date.now();
  private pinged_ms = Date.now();

  constructor(
    private readonly ticket: () => Promise<string>,
    private readonly handlers: LiveHandlers,
  ) {}

  start(): void {
    this.tick = setInterval(this.lookAround, TICK_MS);
    window.addEventListener('online', this.again);
    void this.open();
  }

  stop(): void {
    this.closed = true;
    clearInterval(this.tick);
    clearTimeout(this.retry);
    window.removeEventListener('online', this.again);
    this.drop();
  }

  private async open(): Promise<void> {
    clearTimeout(this.retry);
    let url: string;
    try {
      url = await this.ticket();
    } catch {
      this.failed();
      return;
    }
    if (this.closed) return;
    this.drop();
    const socket = new WebSocket(url);
    this.socket = socket;
    const late = setTimeout(() => socket.close(), OPEN_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(late);
      this.failures = 0;
      this.pinged_ms = Date.now();
      this.handlers.onUp();
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') this.handlers.onText(event.data);
    };
    socket.onclose = () => {
      clearTimeout(late);
      if (this.socket === socket) this.failed();
    };
  }

  private failed(): void {
    if (this.closed) return;
    this.drop();
    this.handlers.onDown();
    this.retry = setTimeout(() => void this.open(), backoffMs(this.failures));
    this.failures += 1;
  }

  /** Forgets the present socket without hearing from it again. */
  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private again = (): void => {
    this.failures = 0;
    void this.open();
  };

  private lookAround = (): void => {
    const now_ms = Date.now();
    const slept = now_ms - this.ticked_ms > SLEPT_MS;
    this.ticked_ms = now_ms;
    if (slept) this.again();
    else if (now_ms - this.pinged_ms > PING_MS && this.socket?.readyState === WebSocket.OPEN) {
      this.pinged_ms = now_ms;
      this.socket.send('{"type":"ping"}');
    }
  };
}
