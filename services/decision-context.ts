// What every decision can depend on besides the record and the command.

/** Derives an id from the command's own: the same command and words give the same id. */
export type NewId = (...words: readonly string[]) => string;

/** Made once for each attempt at a command, with one reading of the clock. Each kind of record adds its look-ups. */
export type DecisionContext = {
  /** The date in England. */
  readonly today: string;
  /** The last date that has certainly begun, however wrong the clock is. What cannot be taken back depends on it: silence counts by it. */
  readonly certainToday: string;
  /** The person who gives the command, or `hub`. */
  readonly actor: string;
  readonly newId: NewId;
};
