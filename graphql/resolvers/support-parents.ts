// The parents of support, its visits and diaries.
import type { diaryFile } from "../../exports/diary-file.ts";
import type { AlignedSupport } from "../../queries/support/aligned-support.ts";
import type { supportCommandsNow } from "../../queries/support/commands-now.ts";
import type { DiaryDay } from "../../queries/support/diary.ts";
import type * as supports from "../../queries/support/present.ts";
import type { Surface } from "../../reference/surfaces.ts";
import type { NotedDate } from "../../services/council/state.ts";
import type { Clash, ClashSide } from "../../services/support/clashes.ts";
import type { Update } from "../live.ts";
import type { ChangedThing, Each, Given, OfDisclosedRecord, PageOf } from "./parent-shapes.ts";
import type { supportCounts } from "./support-list.ts";

type WithCommands = { readonly commandsNow: (() => ReturnType<typeof supportCommandsNow>) | undefined };
type ShownSupport = Given<typeof supports.presentSupport> & OfDisclosedRecord & WithCommands & { readonly surface: Surface };
type SupportDetail = Exclude<ShownSupport["detail"], false> &
  WithCommands & {
    readonly surface: Surface;
    readonly about: Pick<ShownSupport, "council" | "strand">;
  };
type ShownClashSide = Pick<ClashSide, "kind" | "from" | "to"> & {
  readonly provider: Given<typeof supports.presentProvider>;
  readonly support: ShownSupport | null;
  readonly approach: string | null;
};
type ShownDay = Omit<ShownClashSide, "kind" | "provider"> & {
  readonly kind: DiaryDay["kind"];
  readonly council: string;
  readonly provider: ShownClashSide["provider"] | null;
  readonly noted: NotedDate["kind"] | null;
};
type ShownAligned = AlignedSupport & { readonly surface: Surface };

export type SupportParents = {
  Provider: Given<typeof supports.presentProvider>;
  ConcludedSupport: Given<typeof supports.presentConcluded>;
  Support: ShownSupport;
  SupportConnection: PageOf<ShownSupport> & ReturnType<typeof supportCounts>;
  SupportFacets: ReturnType<ReturnType<typeof supportCounts>["facets"]>;
  SupportChanged: ChangedThing;
  SupportDetail: SupportDetail;
  CouncilSupportAnswer: Each<SupportDetail["answers"]>;
  OfferTelling: Each<SupportDetail["tellings"]>;
  SupportMove: Each<SupportDetail["moves"]> & WithCommands;
  ProposedPresence: Each<Each<SupportDetail["moves"]>["presence"]>;
  FormerSupportAnswer: Each<SupportDetail["formerAnswers"]>;
  Milestone: Each<NonNullable<ShownSupport["milestones"]>> & OfDisclosedRecord & WithCommands;
  Review: Each<NonNullable<ShownSupport["reviews"]>> & OfDisclosedRecord & WithCommands;
  Judgement: Each<NonNullable<ShownSupport["judgements"]>> & OfDisclosedRecord;
  AlignedSupport: ShownAligned;
  SupportUpdate: Update & { readonly support: ShownAligned };
  OneSupportUpdate: Update & { readonly support: ShownSupport };
  StrandPicture: Each<AlignedSupport["strands"]>;
  Presence: Each<ShownSupport["presence"]> & OfDisclosedRecord & WithCommands;
  Clash: Omit<Clash, "first" | "second"> & {
    readonly first: ShownClashSide;
    readonly second: ShownClashSide;
    readonly settlements: () => readonly ReturnType<typeof supports.presentSettlement>[];
  };
  ClashSettlement: ReturnType<typeof supports.presentSettlement>;
  ClashSide: ShownClashSide;
  DiaryEntry: ShownDay;
  DiaryFile: ReturnType<typeof diaryFile>;
  DiaryConnection: PageOf<ShownDay>;
};
