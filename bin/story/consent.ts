// The story of consent: what a council decides about sharing, shown on a running hub. It ends at the first step that goes otherwise than it expects.
// The clock of a running hub cannot be moved, so steps that need days to pass print the days and the states (test/http moves the clock).
import { aCouncilDisputesThatItWasTold } from "./consent/dispute.ts";
import { aCouncilCanBeDivided, oneOfficerDoesNotReplaceAnother } from "./consent/offices.ts";
import { aCouncilRequestsAShare } from "./consent/request.ts";
import { silenceIsNoConsent } from "./consent/silence.ts";
import { supportNeedsConsent } from "./consent/support.ts";
import { untoldConcernsEnd } from "./consent/untold.ts";
import { tellOnce } from "./teller.ts";

/** The concerns of a run change what the hub answers to the next run: an untold concern hands its last day on to another on the same matter. */
export const consent = (): Promise<void> =>
  tellOnce(async () => {
    await supportNeedsConsent();
    await silenceIsNoConsent();
    await untoldConcernsEnd();
    await oneOfficerDoesNotReplaceAnother();
    await aCouncilCanBeDivided();
    await aCouncilDisputesThatItWasTold();
    await aCouncilRequestsAShare();
  });
