// Which read models share a log, a file, a transaction and a thread. The runtime reads it from here alone.
type Placement = {
  /** The log that is followed. */
  readonly log: "log" | "disclosures";
  /**
   * The beginning of the file's name. Read models with one file share the transaction in which rows and checkpoint change. A store holds one read
   * model so far, so each has a file of its own.
   */
  readonly file: string;
  /** How long the follower waits after a transaction, in milliseconds: what is recorded meanwhile goes into the next one. */
  readonly pauseMs: number;
  /** A worker thread that builds: those with the same name are built by one thread, in one reading of the log. */
  readonly builtIn: string;
  /** The thread that follows the log, and answers. */
  readonly followedIn: "serving thread";
};

const alone = (file: string, more: Partial<Placement> = {}): Placement => ({
  log: "log",
  file,
  pauseMs: 0,
  builtIn: "by pages",
  followedIn: "serving thread",
  ...more,
});

export const PLACEMENTS = {
  register: alone("register", { builtIn: "by streams" }),
  people: alone("people"),
  metrics: alone("metrics"),
  support: alone("support"),
  intake: alone("intake"),
  council: alone("council"),
  overview: alone("overview"),
  policy: alone("policy"),
  // Answers are recorded in their hundreds, and nobody who is answered waits for this read model.
  disclosures: alone("disclosures", { log: "disclosures", pauseMs: 50 }),
} as const satisfies Readonly<Record<string, Placement>>;
export type ReadModelName = keyof typeof PLACEMENTS;
