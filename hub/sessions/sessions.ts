// Sessions of people who are signed in to the pages: how they begin, how long they last and how they end. docs/decisions/0049-sessions-and-sign-in.md
import { hash, randomBytes } from "node:crypto";
import type { SessionStore, StoredSession } from "./port.ts";

export type Session = {
  readonly person: string;
  /** When it ends if it is not used again, in seconds since 1970. */
  readonly expires: number;
  /** Whether using it does not prolong it, because that is its absolute end. */
  readonly isFinal: boolean;
};

/** What the answer of the identity provider is checked against, and where the person wanted to go. */
export type PendingSignIn = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
  /** The name of the issuer at which it began; undefined for the first one. */
  readonly issuer?: string;
  /** The digest of the link by which the person wants to join. */
  readonly invitation?: string;
};

type SessionSettings = {
  /** A session ends when it is not used for this time, and in any case after `lifetimeMs`. */
  readonly idleMs: number;
  readonly lifetimeMs: number;
};

export type Sessions = ReturnType<typeof createSessions>;

const ID_BYTES = 32;
/** The store records each use at most once in this time, so a session may end this much earlier than `idleMs` after its last use. */
const RECORD_EVERY_MS = 60_000;
const SIGN_IN_MS = 600_000;

/** Only a digest of each id is stored, so that somebody who reads the store cannot sign in. */
const digestOf = (id: string): string => hash("sha256", id, "base64url");
const newId = (): string => randomBytes(ID_BYTES).toString("base64url");

/** Methods throw LogUnavailable while the store cannot be read or written. */
export function createSessions(store: SessionStore, { idleMs, lifetimeMs }: SessionSettings, now: () => Date) {
  const at = () => now().getTime();
  const endOf = ({ lastUsed, ends }: StoredSession): number => Math.min(lastUsed + idleMs, ends);
  const present = (session: StoredSession): Session => ({
    person: session.person,
    expires: Math.floor(endOf(session) / 1000),
    isFinal: session.ends <= session.lastUsed + idleMs,
  });

  const isLive = (session: StoredSession): boolean => endOf(session) > at();

  /** Undefined if the session has ended, and then it is removed. */
  async function load(id: string): Promise<StoredSession | undefined> {
    const stored = await store.findSession(digestOf(id));
    if (!stored || isLive(stored)) return stored;
    await store.removeSession(digestOf(id));
    return undefined;
  }

  return {
    /** Begins a session under a new id, which only the person's browser keeps. */
    async begin(person: string): Promise<{ readonly id: string; readonly session: Session }> {
      const began = at();
      await store.removeExpired({ now: began, unusedSince: began - idleMs });
      const id = newId();
      const stored: StoredSession = { person, began, lastUsed: began, ends: began + lifetimeMs };
      await store.addSession(digestOf(id), stored);
      return { id, session: present(stored) };
    },
    /** Finds a session and prolongs it. */
    async use(id: string): Promise<Session | undefined> {
      const stored = await load(id);
      if (!stored) return undefined;
      const lastUsed = at();
      if (lastUsed - stored.lastUsed < RECORD_EVERY_MS) return present(stored);
      await store.setLastUsed(digestOf(id), lastUsed);
      return present({ ...stored, lastUsed });
    },
    /** Finds a session without prolonging it. */
    async find(id: string): Promise<Session | undefined> {
      const stored = await load(id);
      return stored && present(stored);
    },
    /** Returns the ids of those sessions that have not ended, without prolonging them. */
    async findLive(ids: readonly string[]): Promise<ReadonlySet<string>> {
      const stored = await store.findSessions(ids.map(digestOf));
      return new Set(
        ids.filter((id) => {
          const session = stored.get(digestOf(id));
          return session !== undefined && isLive(session);
        }),
      );
    },
    end: (id: string): Promise<void> => store.removeSession(digestOf(id)),
    /** Ends every session of a person on every hub, and returns how many there were. */
    endAllOfPerson: (person: string): Promise<number> => store.removeSessionsOf(person),
    endAll: (): Promise<number> => store.removeAllSessions(),
    /** Keeps a sign-in for ten minutes and returns its id, which only the person's browser keeps. */
    async keepSignIn(pending: PendingSignIn): Promise<string> {
      await store.removeExpired({ now: at(), unusedSince: at() - idleMs });
      const id = newId();
      await store.addSignIn(digestOf(id), { content: JSON.stringify(pending), ends: at() + SIGN_IN_MS });
      return id;
    },
    /** Returns a sign-in only once. */
    async takeSignIn(id: string): Promise<PendingSignIn | undefined> {
      const stored = await store.takeSignIn(digestOf(id));
      return stored && stored.ends > at() ? JSON.parse(stored.content) : undefined;
    },
    close: store.close,
  };
}
