// From where a stream can be resumed, as text; the face conceals it, so that it tells nobody how much is recorded.
import type { Position } from "../../event-log/port.ts";

/** The position in the log, what was seen of the thing then, and for what is of both logs the position among the disclosures. */
export type Place = readonly [position: Position, seen: string, disclosed?: Position];

export const placeText = (...place: Place): string => JSON.stringify(place);

/** Undefined for what is no place. */
export function placeIn(text: string): Place | undefined {
  try {
    const place: unknown = JSON.parse(text);
    const isPlace = Array.isArray(place) && place.length >= 2 && place.every((part) => typeof part === "string");
    return isPlace ? (place as unknown as Place) : undefined;
  } catch {
    return undefined;
  }
}
