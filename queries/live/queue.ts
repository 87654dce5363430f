// The bounded message queue of one subscriber, so that a client that does not read costs the hub little. A subscriber who is too slow is
// dropped: the queued messages are discarded, and the last entry reports that, with the resume token.

/** The reason why a stream ends, with advice for its reader. */
export const END_REASONS = {
  "access-ended": "You can no longer see this. Ask the adviser for this region if you need it.",
  "token-ended": "Your token has expired. Sign in again, then subscribe from the last position.",
  "too-slow": "You are too far behind. Subscribe again from the last position.",
  "hub-stopping": "The hub is stopping or cannot send updates now. Subscribe again shortly, from the last position.",
} as const;
export type EndReason = keyof typeof END_REASONS;

/** `resume` is the resume token after this message. */
export type Resumable = { readonly kind: "update"; readonly resume: string };
/** The last entry of a stream, with the resume token of the last delivered message. */
export type EndOfQueue = { readonly kind: "ended"; readonly reason: EndReason; readonly resume: string };

export type Queue<Message extends Resumable> = AsyncIterableIterator<Message | EndOfQueue> & {
  /** The resume token of the last delivered message. */
  readonly resume: string;
  /** Appends a message. If the queue is full, the subscriber is dropped as too slow. */
  offer(message: Message): void;
  /** Inserts missed messages before all queued ones, without counting them. */
  prepend(messages: readonly Message[]): void;
  /** Discards queued messages, and delivers the reason as the last entry. */
  end(reason: EndReason): void;
};

export type QueueOptions<Message> = {
  readonly capacity: number;
  /** The initial resume token, until a message has been delivered. */
  readonly resume: string;
  /** Merges two messages, so that at most one is queued. */
  readonly merge?: (waiting: Message, next: Message) => Message;
  /** Called once when the stream has ended or its reader has disconnected. */
  readonly closed?: () => void;
};

export function openQueue<Message extends Resumable>(options: QueueOptions<Message>): Queue<Message> {
  const { capacity, merge, closed } = options;
  type Result = IteratorResult<Message | EndOfQueue>;
  const DONE: Result = { done: true, value: undefined };
  let { resume } = options;
  let missed: Message[] = [];
  let waiting: Message[] = [];
  let ending: EndOfQueue | undefined;
  let isClosed = false;
  const readers: ((result: Result) => void)[] = [];

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    [missed, waiting] = [[], []];
    closed?.();
  }

  function take(): Result | undefined {
    if (ending) {
      const value = ending;
      ending = undefined;
      return { done: false, value };
    }
    if (isClosed) return DONE;
    const value = missed.shift() ?? waiting.shift();
    if (!value) return undefined;
    resume = value.resume;
    return { done: false, value };
  }

  function serve(): void {
    while (readers.length > 0) {
      const result = take();
      if (!result) return;
      readers.shift()?.(result);
    }
  }

  const queue: Queue<Message> = {
    get resume() {
      return resume;
    },
    offer(message) {
      if (isClosed) return;
      const last = waiting.at(-1);
      if (merge && last) waiting[waiting.length - 1] = merge(last, message);
      else if (waiting.length < capacity) waiting.push(message);
      else queue.end("too-slow");
      serve();
    },
    prepend(messages) {
      if (isClosed) return;
      missed = [...missed, ...messages];
      serve();
    },
    end(reason) {
      if (isClosed) return;
      close();
      ending = { kind: "ended", reason, resume };
      serve();
    },
    next() {
      const result = readers.length === 0 ? take() : undefined;
      return result ? Promise.resolve(result) : new Promise((resolve) => readers.push(resolve));
    },
    async return() {
      close();
      ending = undefined;
      serve();
      return DONE;
    },
    [Symbol.asyncIterator]: () => queue,
  };
  return queue;
}
