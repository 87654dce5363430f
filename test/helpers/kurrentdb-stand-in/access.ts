// Access control by EventStoreDB's own rules: without TLS every caller may do everything.
import type grpc from "@grpc/grpc-js";
import { type Status, statuses } from "./messages.ts";
import type { StandInRecord } from "./record.ts";

export type Accounts = { [name: string]: { readonly password: string; readonly groups?: readonly string[] } };
export type Action = "read" | "write" | "delete";

export const ADMIN_GROUP = "$admins";
export const DEFAULT_ACCOUNTS: Accounts = {
  admin: { password: "changeit", groups: [ADMIN_GROUP] },
  ops: { password: "changeit", groups: ["$ops"] },
};

/** Returns the refusal, or undefined if the caller has the right. `accounts` is undefined without TLS. */
export function refusalOf(
  metadata: grpc.Metadata,
  accounts: Accounts | undefined,
  record: StandInRecord,
  action: Action,
  stream: string,
): Status | undefined {
  if (!accounts) return undefined;
  const caller = callerOf(metadata, accounts);
  if ("code" in caller) return caller;
  const { name, groups } = caller;
  const roles = [name, ...groups];
  if (stream === "$all" && action !== "read") return statuses.accessDenied();
  if (stream.startsWith("$$") && action === "delete") return statuses.accessDenied();
  if (roles.includes(ADMIN_GROUP)) return undefined;
  const granted = rolesFor(record, action, stream);
  return granted.some((role) => role === "$all" || roles.includes(role)) ? undefined : statuses.accessDenied();
}

/** Authenticates a call by name and password. Returns the caller, or the status of the refusal. */
export function callerOf(
  metadata: grpc.Metadata,
  accounts: Accounts,
): Status | { readonly name: string; readonly groups: readonly string[] } {
  const [given] = metadata.get("authorization");
  if (given === undefined) return statuses.accessDenied();
  const [name = "", ...rest] = Buffer.from(String(given).replace(/^Basic /, ""), "base64")
    .toString("utf8")
    .split(":");
  const account = Object.hasOwn(accounts, name) ? accounts[name] : undefined;
  return account?.password === rest.join(":") ? { name, groups: account.groups ?? [] } : statuses.unauthenticated();
}

const KEYS = { read: "$r", write: "$w", delete: "$d" } as const;

function rolesFor(record: StandInRecord, action: Action, stream: string): readonly string[] {
  const isMetadata = stream.startsWith("$$");
  const subject = isMetadata ? stream.slice(2) : stream;
  const key = isMetadata ? { read: "$mr", write: "$mw" }[action as "read" | "write"] : KEYS[action];
  const acl = (record.metadataOf(subject).$acl ?? {}) as { readonly [key: string]: string | readonly string[] };
  return [acl[key] ?? (subject.startsWith("$") ? ADMIN_GROUP : "$all")].flat();
}
