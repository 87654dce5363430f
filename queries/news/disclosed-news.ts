// The record that news discloses, with what the disclosure of it records.
import type { Viewer } from "../../services/people/viewer.ts";
import { buildDisclosedShareEnding, type DisclosedRecord, findDisclosedRecord, type NamedDeps } from "../disclosed-record.ts";
import type { NewsItem } from "./read-news.ts";

/** Undefined if there is no such record. Of the end of a share nothing else of the concern is disclosed. */
export function findDisclosedNews(
  deps: NamedDeps,
  viewer: Viewer,
  { type, subject, about, tells }: NewsItem,
): DisclosedRecord | undefined {
  if (type === "council") return undefined;
  if (!tells.includes("shareEnding")) return findDisclosedRecord(deps, viewer, "news", [type, subject]);
  const concern = deps.register.queries().findUnchecked(subject);
  return concern && buildDisclosedShareEnding(deps, viewer, "news", concern, about);
}
