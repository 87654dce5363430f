// What waits to be handed to one subscriber: so many messages and no more, so that a client that does not read costs the hub little. One
// who falls behind is dropped: what waits is thrown away, and the last thing handed over says so, with the place from which to resume.

/** Why a stream ends, and what its reader can do. */
export const END_REASONS = {
  "access-ended": "You can no longer see this. Ask the adviser for this region if you need it.",
  "token-ended": "Your token has expired. Sign in again, then subscribe from the last position.",
  "too-slow": "You are too far behind. Subscribe again from the last position.",
  "hub-stopping": "The hub is stopping or cannot send updates now. Subscribe again shortly, from the last position.",
} as const;
export type EndReason = keyof typeof END_REASONS;

/** A message says from where to resume once it has been read. */
export type Resumable = { readonly kind: "update"; readonly resume: string };
/** The last of a stream. `resume` is that of the last message that was really handed over. */
export type EndOfQueue = { readonly kind: "ended"; readonly reason: EndReason; readonly resume: string };

export type Queue<Message extends Resumable> = AsyncIterableIterator<Message | EndOfQueue> & {
  /** From where to resume now: that of the last message handed over. */
  readonly resume: string;
  /** Puts a message at the end. Where there is no room for it, the subscriber is dropped as too slow. */
  offer(message: Message): void;
  /** Puts messages before all that wait, without counting them: what was missed comes before what is new. */
  lead(messages: readonly Message[]): void;
  /** Throws away what waits and hands over the reason as the last thing. Nothing follows it. */
  end(reason: EndReason): void;
};

export type QueueOptions<Message> = {
  readonly capacity: number;
  /** From where to resume while nothing has been handed over. */
  readonly resume: string;
  /** One message for two that wait one after the other: then they never are more than one. */
  readonly merge?: (waiting: Message, next: Message) => Message;
  /** Told once, when the stream has ended or its reader has gone. */
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

  /** The next thing to hand over, if there is one. */
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
    lead(messages) {
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
