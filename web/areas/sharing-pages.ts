// Sharing a concern, and what those do with it whom it is shared with.
import { agreementsPage } from "../agreements/agreements.ts";
import { endAgreement } from "../agreements/end-agreement.ts";
import { giveAgreement } from "../agreements/give-agreement.ts";
import { confirmEscalation } from "../escalation/confirm.ts";
import { raiseEscalation } from "../escalation/raise.ts";
import { standDownEscalation } from "../escalation/stand-down.ts";
import { answerChallenge } from "../panel/answer.ts";
import { challengeConcern } from "../panel/challenge.ts";
import { panelCaseloadPage } from "../panel/panel.ts";
import { reviewEffectiveness } from "../panel/review.ts";
import { requestShare } from "../request-share/request-share.ts";
import { confirmDanger } from "../share/confirm-danger.ts";
import { confirmLetter } from "../share/confirm-letter.ts";
import { makeShare } from "../share/make-share.ts";
import { takeMoreTime } from "../share/more-time.ts";
import { overrideObjection } from "../share/override.ts";
import { statePosition } from "../share/position.ts";
import { giveReassurance } from "../share/reassurance.ts";
import { recordLetter } from "../share/record-letter.ts";
import { sharePage } from "../share/share.ts";
import { withdrawShare } from "../share/withdraw.ts";
import { shareConcern } from "../share-concern/share-concern.ts";
import { declineShareRequest } from "../share-request/decline.ts";
import { makeRequestedShare } from "../share-request/make.ts";
import { withdrawShareRequest } from "../share-request/withdraw.ts";
import { acceptConditions } from "../shared-with-us/conditions.ts";
import { sayNotPersuaded } from "../shared-with-us/not-persuaded.ts";
import { conditionsToAcceptPage, endedSharesPage, sharedWithUsPage } from "../shared-with-us/shared-with-us.ts";
import type { AreaPages } from "./area-pages.ts";

export const SHARING_PAGES: AreaPages = {
  pages: [sharePage, agreementsPage, sharedWithUsPage, conditionsToAcceptPage, endedSharesPage, panelCaseloadPage],
  journeys: [
    shareConcern,
    statePosition,
    makeRequestedShare,
    declineShareRequest,
    takeMoreTime,
    makeShare,
    overrideObjection,
    withdrawShare,
    recordLetter,
    confirmLetter,
    confirmDanger,
    giveAgreement,
    endAgreement,
    requestShare,
    withdrawShareRequest,
    raiseEscalation,
    confirmEscalation,
    standDownEscalation,
    giveReassurance,
    challengeConcern,
    answerChallenge,
    reviewEffectiveness,
    sayNotPersuaded,
    acceptConditions,
  ],
};
