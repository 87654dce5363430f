// The storage of sessions, as hub/sessions/sessions.ts sees it: digests of ids and times, and no rule.

/** Times are milliseconds since 1970. */
export type StoredSession = {
  readonly person: string;
  readonly began: number;
  /** Written at most once a minute. */
  readonly lastUsed: number;
  /** The absolute end, however often the session is used. */
  readonly ends: number;
};

/** A sign-in whose answer from the identity provider is awaited. */
export type StoredSignIn = {
  readonly content: string;
  readonly ends: number;
};

export type Expired = {
  readonly now: number;
  /** Sessions that were last used before this time have expired. */
  readonly unusedSince: number;
};

/** Several hubs can use one store. Every method throws LogUnavailable if the storage cannot be read or written. */
export type SessionStore = {
  addSession(digest: string, session: StoredSession): Promise<void>;
  findSession(digest: string): Promise<StoredSession | undefined>;
  /** Digest -> session, of those that there are. */
  findSessions(digests: readonly string[]): Promise<ReadonlyMap<string, StoredSession>>;
  /** Changes nothing if the session has been removed. */
  setLastUsed(digest: string, at: number): Promise<void>;
  removeSession(digest: string): Promise<void>;
  /** Returns how many there were. */
  removeSessionsOf(person: string): Promise<number>;
  removeAllSessions(): Promise<number>;
  addSignIn(digest: string, signIn: StoredSignIn): Promise<void>;
  /** Removes the sign-in and returns it. Of several calls at the same time only one gets it. */
  takeSignIn(digest: string): Promise<StoredSignIn | undefined>;
  removeExpired(expired: Expired): Promise<void>;
  close(): Promise<void>;
};
