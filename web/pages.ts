// All pages, downloads and forms.
import { addEvidence } from "./add-evidence/add-evidence.ts";
import { agreementsPage } from "./agreements/agreements.ts";
import { endAgreement } from "./agreements/end-agreement.ts";
import { giveAgreement } from "./agreements/give-agreement.ts";
import { answerWords } from "./answer-words/answer-words.ts";
import { answerAwareness } from "./awareness/answer.ts";
import { awarenessRecord } from "./awareness/awareness.ts";
import { figureMeasure, figureQuarter, figureQuarters } from "./board-figures/board-figures.ts";
import { quarterFigures } from "./board-figures/figures-file.ts";
import { concernPage, concernPrint, reply, requestCorrection } from "./concern/concern.ts";
import { concernAccess, personalAccess } from "./concern-access/access.ts";
import { concernAsOf } from "./concern-as-of/as-of.ts";
import { concernOpened } from "./concern-opened/opened.ts";
import { concernsPage } from "./concerns/concerns.ts";
import { concludeConcern } from "./conclude-concern/conclude-concern.ts";
import { cancelApproach, planApproach } from "./conversation/approaches.ts";
import { agreeToBeContacted, takeBackContact } from "./conversation/contact-agreement.ts";
import { endLead, nameLead } from "./conversation/lead.ts";
import { councilPage } from "./council/council.ts";
import { councilOpened } from "./council-opened/council-opened.ts";
import { councilRecord, councilRecordPrint } from "./council-record/council-record.ts";
import { councilSupports } from "./council-supports/council-supports.ts";
import type { DownloadDefinition } from "./download.ts";
import { closeConcern } from "./end-concern/close.ts";
import { reopenConcern } from "./end-concern/reopen.ts";
import { confirmEscalation } from "./escalation/confirm.ts";
import { raiseEscalation } from "./escalation/raise.ts";
import { standDownEscalation } from "./escalation/stand-down.ts";
import { figurePage, figuresPage } from "./figures/figures.ts";
import { homePage } from "./home/home.ts";
import { invitationPage, invitationsPage, sendInvitationAgain, withdrawInvitation } from "./invitations/invitations.ts";
import { invite } from "./invitations/invite.ts";
import { concernLogged, logConcern } from "./log-concern/log-concern.ts";
import { markNewsRead, newsPage } from "./news/news.ts";
import { cancelDate, dateToCancel, noteDate } from "./note-date/note-date.ts";
import { offerSupport, offerSupportOnConcern } from "./offer-support/offer-support.ts";
import { declareInterests } from "./own-interests/declare-interests.ts";
import { ownInterestsPage } from "./own-interests/own-interests.ts";
import type { FormDefinition, PageDefinition } from "./page.ts";
import { answerChallenge } from "./panel/answer.ts";
import { challengeConcern } from "./panel/challenge.ts";
import { panelCaseloadPage } from "./panel/panel.ts";
import { reviewEffectiveness } from "./panel/review.ts";
import { endOffice } from "./people/end-office.ts";
import { giveOffice } from "./people/give-office.ts";
import { peoplePage } from "./people/people.ts";
import { personPage } from "./people/person.ts";
import { policyPage, policyVersion } from "./policy/policy.ts";
import { approvePolicy, changePolicy } from "./policy/publish.ts";
import { recordContact } from "./record-contact/record-contact.ts";
import { recordConversation } from "./record-conversation/record-conversation.ts";
import { refuseOutcome } from "./refuse-outcome/refuse-outcome.ts";
import { regionPage } from "./region/region.ts";
import { diaryList, diaryMonth } from "./region-diary/diary.ts";
import { diaryFile } from "./region-diary/diary-file.ts";
import { regionSupport } from "./region-support/support.ts";
import { requestShare } from "./request-share/request-share.ts";
import { answerSignal } from "./requests-for-support/answer.ts";
import { signalsPage } from "./requests-for-support/list.ts";
import { requestSupport } from "./requests-for-support/request-support.ts";
import { signalPage } from "./requests-for-support/signal.ts";
import { withdrawSignal } from "./requests-for-support/withdraw.ts";
import { resolveCorrection } from "./resolve-correction/resolve-correction.ts";
import { liftRestriction } from "./restriction/lift.ts";
import { restrictConcern } from "./restriction/restrict.ts";
import { reviewRestriction } from "./restriction/review.ts";
import { searchConcerns } from "./search/search.ts";
import { setOwner } from "./set-owner/set-owner.ts";
import { settleClash } from "./settle-clash/settle-clash.ts";
import { confirmDanger } from "./share/confirm-danger.ts";
import { confirmLetter } from "./share/confirm-letter.ts";
import { makeShare } from "./share/make-share.ts";
import { takeMoreTime } from "./share/more-time.ts";
import { overrideObjection } from "./share/override.ts";
import { statePosition } from "./share/position.ts";
import { giveReassurance } from "./share/reassurance.ts";
import { recordLetter } from "./share/record-letter.ts";
import { sharePage } from "./share/share.ts";
import { withdrawShare } from "./share/withdraw.ts";
import { shareConcern } from "./share-concern/share-concern.ts";
import { declineShareRequest } from "./share-request/decline.ts";
import { makeRequestedShare } from "./share-request/make.ts";
import { withdrawShareRequest } from "./share-request/withdraw.ts";
import { acceptConditions } from "./shared-with-us/conditions.ts";
import { sayNotPersuaded } from "./shared-with-us/not-persuaded.ts";
import { conditionsToAcceptPage, endedSharesPage, sharedWithUsPage } from "./shared-with-us/shared-with-us.ts";
import type { JourneyDefinition } from "./steps/steps.ts";
import { answerSubmissionTelling } from "./submissions/answer.ts";
import { requestSubmissionChange } from "./submissions/change.ts";
import { submissionsPage } from "./submissions/list.ts";
import { logConcernFromSubmission } from "./submissions/log-concern.ts";
import { redirectSubmission } from "./submissions/redirect.ts";
import { setSubmissionAside } from "./submissions/set-aside.ts";
import { submissionPage } from "./submissions/submission.ts";
import { submitInformation } from "./submissions/submit.ts";
import { tellCouncilOfSubmission } from "./submissions/tell.ts";
import { answerSupport, setRegionView } from "./support/answer.ts";
import { answerMove } from "./support/answer-move.ts";
import { answerTelling } from "./support/answer-telling.ts";
import { judgeOutcome } from "./support/judge.ts";
import { supportPage, supportPrint } from "./support/support.ts";
import { tellOfOfferAgain } from "./support/tell-again.ts";
import { beginSupport } from "./support-course/begin.ts";
import { changeSupportLead } from "./support-course/change-lead.ts";
import { endSupport } from "./support-course/end.ts";
import { meetMilestone, setMilestone } from "./support-course/milestones.ts";
import { recordPlannedReview, recordProgress } from "./support-course/record-progress.ts";
import { cancelReview, planReview } from "./support-course/reviews.ts";
import { setPackage } from "./support-course/set-package.ts";
import { moveSupport } from "./support-days/move.ts";
import { cancelPresence, planPresence } from "./support-days/presence.ts";
import { claimTask, releaseTask, resumeTask } from "./tasks/claim.ts";
import { putOffTask } from "./tasks/put-off.ts";
import { tasksPage } from "./tasks/tasks.ts";
import { tellCouncil } from "./tell-council/tell-council.ts";
import { discardConcern } from "./untold-concern/discard.ts";
import { extendTelling } from "./untold-concern/extend-telling.ts";
import { openUntoldWords } from "./untold-concern/open-words.ts";
import { proposeDiscard } from "./untold-concern/propose-discard.ts";

export const PAGES: readonly PageDefinition[] = [
  homePage,
  newsPage,
  tasksPage,
  concernsPage,
  concernPage,
  concernPrint,
  concernAccess,
  personalAccess,
  concernOpened,
  councilRecord,
  councilRecordPrint,
  councilOpened,
  concernLogged,
  sharePage,
  awarenessRecord,
  regionPage,
  councilPage,
  dateToCancel,
  figuresPage,
  figurePage,
  figureQuarters,
  figureQuarter,
  figureMeasure,
  diaryMonth,
  diaryList,
  regionSupport,
  councilSupports,
  supportPage,
  supportPrint,
  agreementsPage,
  signalsPage,
  signalPage,
  submissionsPage,
  submissionPage,
  peoplePage,
  personPage,
  invitationsPage,
  invitationPage,
  ownInterestsPage,
  sharedWithUsPage,
  conditionsToAcceptPage,
  endedSharesPage,
  panelCaseloadPage,
  policyPage,
  policyVersion,
];
export const DOWNLOADS: readonly DownloadDefinition[] = [diaryFile, quarterFigures];
export const FORMS: readonly FormDefinition[] = [
  markNewsRead,
  reply,
  requestCorrection,
  cancelDate,
  sendInvitationAgain,
  withdrawInvitation,
  claimTask,
  releaseTask,
  resumeTask,
];
/** Pages whose question is sent by a form, so that it stands in no address. They change nothing. */
export const POSTED_PAGES: readonly JourneyDefinition[] = [searchConcerns, concernAsOf];
export const JOURNEYS: readonly JourneyDefinition[] = [
  logConcern,
  tellCouncil,
  shareConcern,
  statePosition,
  answerAwareness,
  addEvidence,
  recordConversation,
  concludeConcern,
  reopenConcern,
  closeConcern,
  resolveCorrection,
  answerWords,
  refuseOutcome,
  makeRequestedShare,
  declineShareRequest,
  takeMoreTime,
  makeShare,
  overrideObjection,
  withdrawShare,
  recordLetter,
  confirmLetter,
  confirmDanger,
  settleClash,
  recordContact,
  noteDate,
  nameLead,
  endLead,
  planApproach,
  cancelApproach,
  agreeToBeContacted,
  takeBackContact,
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
  giveAgreement,
  endAgreement,
  requestShare,
  withdrawShareRequest,
  requestSupport,
  withdrawSignal,
  answerSignal,
  submitInformation,
  requestSubmissionChange,
  tellCouncilOfSubmission,
  answerSubmissionTelling,
  redirectSubmission,
  setSubmissionAside,
  logConcernFromSubmission,
  invite,
  giveOffice,
  endOffice,
  declareInterests,
  extendTelling,
  openUntoldWords,
  proposeDiscard,
  discardConcern,
  raiseEscalation,
  confirmEscalation,
  standDownEscalation,
  giveReassurance,
  challengeConcern,
  answerChallenge,
  reviewEffectiveness,
  sayNotPersuaded,
  acceptConditions,
  restrictConcern,
  reviewRestriction,
  liftRestriction,
  putOffTask,
  approvePolicy,
  changePolicy,
  setOwner,
];
