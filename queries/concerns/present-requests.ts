// The shares that the council itself requested, for readers of the sharing record.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { statusOfRequest } from "../../services/concern/requests.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { reveal } from "../../services/confidential.ts";
import { attributionWithReason, speaker } from "../attribution.ts";

export const presentShareRequests = (keys: KeyStore, concern: ConcernState) =>
  concern.requests.map((request) => {
    const { id, body, parts, purpose, until, limitedTo, text, requested, share, declined, withdrawn } = request;
    return {
      ...{ id, body, parts, purpose, until, limitedTo, share, status: statusOfRequest(request) },
      explanation: reveal(keys, text)?.explanation,
      requested: speaker(requested, request, concern),
      declined: declined && attributionWithReason(keys, declined, concern),
      withdrawn: withdrawn && speaker(withdrawn, withdrawn, concern),
    };
  });
