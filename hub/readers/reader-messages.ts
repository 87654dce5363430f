// The messages between the serving thread and a reader thread.
import type { Disclosure } from "../../disclosure/events.ts";
import type { KeyringLocation } from "../../event-log/keys/location.ts";
import type { LogLocation } from "../../event-log/location.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import type { ReadModelReport } from "../../projections/runtime/threaded/report-feed.ts";
import type { Days } from "../../services/decision-context.ts";
import type { Config } from "../config.ts";
import type { LogName } from "../folder/data-folder.ts";

/** What a reader thread is started with. It opens the stores itself, for reading. */
export type ReaderWorkerData = {
  readonly config: Pick<Config, "demonstration" | "demonstrationRegion" | "clashDays">;
  readonly logs: Readonly<Record<LogName, LogLocation>>;
  readonly keyring: KeyringLocation;
  readonly masterKey: Uint8Array;
  readonly identity: Identity;
  readonly policy: {
    readonly shipped: PolicyFiles;
    /** The policy that the hub started with, and its draft. The one in force follows from the read model. */
    readonly started: { readonly version: string; readonly files: PolicyFiles; readonly draft: PolicyFiles };
  };
  readonly now: Now;
};

/** The time of the serving thread's clock: a reader thread has none. `instant` is in milliseconds since 1970. */
export type Now = { readonly instant: number; readonly days: Days };

/** A query that was read, and may be executed; of a person who is signed in. */
export type HandedQuery = {
  readonly query: string;
  readonly variables: Record<string, unknown> | null | undefined;
  readonly operationName: string | undefined;
  readonly person: string;
  readonly correlation: string;
};

/** What it discloses is durable. Without a text the query is over its budget. */
export type ReaderAnswer = { readonly text?: string };

/** What is sent in one turn of the event loop is one message. */
export type ToReader = readonly MessageToReader[];
export type MessageToReader =
  | { readonly kind: "report"; readonly report: ReadModelReport }
  | { readonly kind: "query"; readonly number: number; readonly now: Now; readonly query: HandedQuery }
  | { readonly kind: "recorded"; readonly number: number; readonly isDurable: boolean }
  | { readonly kind: "keyDestroyed"; readonly number: number; readonly key: string }
  /** Is answered at once, between the slices of the queries under way. */
  | { readonly kind: "ping" };

export type FromReader = readonly MessageFromReader[];
export type MessageFromReader =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly number: number; readonly answer: ReaderAnswer }
  /** The serving thread has to execute the query. `always`: and so each time, because it needs what only that thread has. */
  | { readonly kind: "returned"; readonly number: number; readonly always: boolean }
  | { readonly kind: "record"; readonly number: number; readonly disclosures: readonly Disclosure[] }
  | { readonly kind: "keyForgotten"; readonly number: number }
  | { readonly kind: "pong" };
