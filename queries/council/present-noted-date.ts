// Presents a day of a council that others plan around.
import type { Council } from "../../reference/councils.ts";
import type { NotedDate } from "../../services/council/state.ts";
import { attribution } from "../attribution.ts";

export function presentNotedDate(
  { notedDate: id, kind, from, to, noted, cancelled }: NotedDate,
  { code, region }: Pick<Council, "code" | "region">,
) {
  const scope = { council: code, region };
  return { id, kind, from, to, noted: attribution(noted, scope), cancelled: cancelled && attribution(cancelled, scope) };
}
