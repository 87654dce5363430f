// Flaws of an event that do not depend on the store: its time, its id, the form of its metadata, and text that was not sealed.
import { holdsPlainText, type Metadata } from "./port.ts";

/** Earlier releases recorded simultaneous commands in another order than they had read the clock. */
const BACK_MS = 5 * 60_000;

const isInstant = (at: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(at) && !Number.isNaN(Date.parse(at));

/** `before`: the time of the event before it in its stream. `latest`: the latest time that an event may have. */
export function timeFlaws(at: string, before: string | undefined, latest: string | undefined): readonly string[] {
  if (!isInstant(at)) return ["its time is no instant"];
  const flaws: string[] = [];
  if (before !== undefined && isInstant(before) && Date.parse(before) - Date.parse(at) > BACK_MS)
    flaws.push("its time is before that of the event before it in its stream");
  if (latest !== undefined && at > latest) flaws.push("its time lies in the future");
  return flaws;
}

const TEXTS = ["actor", "commandId", "correlation", "causation", "policyVersion"] as const;

/** Accepts what JSON.parse returns. */
export const isMetadata = (value: unknown): value is Metadata => {
  const metadata = Object(value) as Partial<Record<keyof Metadata, unknown>>;
  const { permittedBy } = metadata;
  return (
    TEXTS.every((name) => typeof metadata[name] === "string") &&
    Array.isArray(permittedBy) &&
    permittedBy.every((id) => typeof id === "string")
  );
};

/** What JSON.parse returns for an event's data. */
export const isData = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** The flaw of an event whose metadata or data has another form. */
export const WRONG_FORM = "its metadata or its data is not in the form of an event";

/** The version of the UUID depends on the store that the event was first appended to, because a log can be moved. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `data`: the event's data as JSON. */
export function contentFlaws(id: string, data: string): readonly string[] {
  return [
    ...(UUID.test(id) ? [] : ["its id is none that a log gives"]),
    ...(holdsPlainText(data) ? ["it holds confidential text that was not sealed"] : []),
  ];
}
