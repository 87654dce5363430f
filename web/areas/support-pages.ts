// Support for councils.
import { councilSupports } from "../council-supports/council-supports.ts";
import { offerSupport, offerSupportOnConcern } from "../offer-support/offer-support.ts";
import { regionSupport } from "../region-support/support.ts";
import { answerSupport, setRegionView } from "../support/answer.ts";
import { answerMove } from "../support/answer-move.ts";
import { answerTelling } from "../support/answer-telling.ts";
import { judgeOutcome } from "../support/judge.ts";
import { supportPage, supportPrint } from "../support/support.ts";
import { tellOfOfferAgain } from "../support/tell-again.ts";
import { beginSupport } from "../support-course/begin.ts";
import { changeSupportLead } from "../support-course/change-lead.ts";
import { endSupport } from "../support-course/end.ts";
import { meetMilestone, setMilestone } from "../support-course/milestones.ts";
import { recordPlannedReview, recordProgress } from "../support-course/record-progress.ts";
import { cancelReview, planReview } from "../support-course/reviews.ts";
import { setPackage } from "../support-course/set-package.ts";
import { moveSupport } from "../support-days/move.ts";
import { cancelPresence, planPresence } from "../support-days/presence.ts";
import type { AreaPages } from "./area-pages.ts";

export const SUPPORT_PAGES: AreaPages = {
  pages: [regionSupport, councilSupports, supportPage, supportPrint],
  journeys: [
    offerSupport,
    offerSupportOnConcern,
    answerSupport,
    setRegionView,
    answerMove,
    answerTelling,
    judgeOutcome,
    tellOfOfferAgain,
    beginSupport,
    recordProgress,
    recordPlannedReview,
    endSupport,
    changeSupportLead,
    setMilestone,
    meetMilestone,
    planReview,
    cancelReview,
    planPresence,
    cancelPresence,
    moveSupport,
    setPackage,
  ],
};
