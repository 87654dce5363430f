// The messages between the serving thread and the one that applies a log's events to its read models.
import type { KeyringLocation } from "../../../event-log/keys/location.ts";
import type { LogLocation } from "../../../event-log/location.ts";
import type { Position } from "../../../event-log/port.ts";
import type { Identity } from "../../../event-log/stores/identity.ts";
import type { SerialisedError } from "../../../event-log/thread-errors.ts";
import type { Days } from "../../../services/decision-context.ts";
import type { UnreadableEvent } from "../../../services/stored-events.ts";
import type { FollowerStatus, Trouble } from "../follower.ts";
import type { ReadModelName } from "../placement.ts";
import type { Quarantined } from "../quarantine.ts";

/** What the thread is started with. It opens the log and the keyring itself, for reading. */
export type ApplyingWorkerData = {
  readonly models: readonly ReadModelName[];
  readonly dir: string;
  readonly log: LogLocation;
  readonly keyring: KeyringLocation;
  readonly masterKey: Uint8Array;
  readonly identity: Identity;
  readonly days: Days;
};

/** What the serving thread calls. */
export type ApplyingCalls = {
  /** Events were appended to the log. */
  appended(): void;
  /** Somebody waits for this position, for so many milliseconds. */
  wanted(model: ReadModelName, position: Position, timeoutMs: number): void;
  live(model: ReadModelName): Promise<void>;
  rebuild(model: ReadModelName): Promise<void>;
  turnDay(model: ReadModelName): Promise<void>;
  quarantine(model: ReadModelName, event: UnreadableEvent["event"], reason: UnreadableEvent["reason"]): void;
  /** A query in another thread found the model's file damaged. */
  damaged(model: ReadModelName, file: string, failure: SerialisedError): void;
  /** Resolves when no word that this key sealed is left in a file. */
  keyDestroyed(key: string): Promise<void>;
  close(): Promise<void>;
};

/** The integer on which the serving thread blocks until it is SUCCEEDED or FAILED. Each call has its own: a call that was given up may be answered later. */
export type BlockedOn = Int32Array<SharedArrayBuffer>;
export const [SUCCEEDED, FAILED] = [1, 2];

/** `days` are those of the serving thread's clock. `answer`: nobody waits, a message is awaited, or the serving thread blocks. */
export type ApplyingCall = {
  readonly [Name in keyof ApplyingCalls]: {
    readonly number: number;
    readonly answer: "none" | "message" | BlockedOn;
    readonly days: Days;
    readonly name: Name;
    readonly args: Parameters<ApplyingCalls[Name]>;
  };
}[keyof ApplyingCalls];

/** What the thread reports of a read model, in the order in which it happened. */
export type ApplyingReport =
  /** From now on this file is the newest. */
  | { readonly kind: "file"; readonly model: ReadModelName; readonly file: string }
  | { readonly kind: "state"; readonly model: ReadModelName; readonly status: FollowerStatus }
  | { readonly kind: "reached"; readonly model: ReadModelName; readonly position: Position }
  | { readonly kind: "quarantined"; readonly model: ReadModelName; readonly streams: readonly Quarantined[] }
  | { readonly kind: "building"; readonly model: ReadModelName; readonly ms: number | undefined }
  | {
      readonly kind: "trouble";
      readonly model: ReadModelName;
      readonly trouble: Trouble;
      readonly failure: SerialisedError;
    };

/** What happened in one turn of the thread's event loop is one message. */
export type FromApplying = readonly (
  | ApplyingReport
  | { readonly kind: "answer"; readonly number: number; readonly failure?: SerialisedError }
)[];
