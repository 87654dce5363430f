// The council's own requests for a share in a concern's state. The request is the council's agreement to the share that an adviser makes for it
// (docs/decisions/0041-the-council-starts-a-share.md).
import type { ConcernData, ConcernEvent, Occurrence } from "./events.ts";

/** `version` is the number of the event in the stream: it orders the request among the council's positions. */
type Requested = Occurrence & { readonly version: number };

export type ShareRequest = Omit<ConcernData["ShareRequested.v1"], "request"> & {
  readonly id: string;
  readonly requested: Requested;
  /** The share that an adviser made for it. */
  readonly share?: string;
  readonly declined?: Occurrence & Pick<ConcernData["ShareRequestDeclined.v1"], "text">;
  readonly withdrawn?: Occurrence & Omit<ConcernData["ShareRequestWithdrawn.v1"], "request">;
};

export const REQUEST_STATUSES = ["waiting", "made", "declined", "withdrawn"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export function statusOfRequest({ share, declined, withdrawn }: ShareRequest): RequestStatus {
  if (share !== undefined) return "made";
  if (declined) return "declined";
  return withdrawn ? "withdrawn" : "waiting";
}

export const REQUEST_EVENTS = ["ShareRequested.v1", "ShareRequestDeclined.v1", "ShareRequestWithdrawn.v1"] as const;
type RequestEvent = Extract<ConcernEvent, { type: (typeof REQUEST_EVENTS)[number] }>;

export function evolveRequests(requests: readonly ShareRequest[], event: RequestEvent, by: Requested): readonly ShareRequest[] {
  if (event.type === "ShareRequested.v1") {
    const { request: id, ...requested } = event.data;
    return [...requests, { id, ...requested, requested: by }];
  }
  const { request, ...answer } = event.data;
  const occurrence: Occurrence = { actor: by.actor, at: by.at };
  const field = event.type === "ShareRequestDeclined.v1" ? "declined" : "withdrawn";
  return requests.map((one) => (one.id === request ? { ...one, [field]: { ...occurrence, ...answer } } : one));
}

/** The requests, one of which has the share that an adviser made for it. */
export const withMadeShare = (requests: readonly ShareRequest[], request: string | undefined, share: string) =>
  requests.map((one) => (one.id === request ? { ...one, share } : one));
