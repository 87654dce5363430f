// The roles of domain.md's "Who is who": the fields that an assignment to each needs, and the resulting facts. Validation, the facts that policies read and
// the GraphQL enum are derived from this table.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { BodyKind } from "../../reference/bodies.ts";
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import type { Strand } from "../../reference/strands.ts";

type Needs = { readonly regions?: true; readonly strands?: true; readonly council?: true; readonly body?: BodyKind };
type Role = {
  readonly label: string;
  /** Fields an assignment must fill; it must leave the others empty. */
  readonly needs: Needs;
  /** The role's body in each assigned region, for roles whose body follows from the region; or the one national body of the kind. */
  readonly bodyKind?: BodyKind;
  /** The fact that lists its bodies, scopes or council. */
  readonly fact?: keyof PersonFacts;
  /** The fact that lists its regions. */
  readonly regionFact?: "adviserRegions" | "leadRegions";
  /** An office in a council. Its heads read and speak in every strand, others in the strands of the assignment, and speak only if that says so. */
  readonly office?: "head" | "officer";
  /** The strand of an office that has one. */
  readonly strand?: Strand;
  /** Whether it names the officers of its council. */
  readonly namesOfficers?: true;
};

const adviser = { needs: { regions: true, strands: true }, fact: "adviserScopes", regionFact: "adviserRegions" } as const;
const regionalLead = { needs: { regions: true }, regionFact: "leadRegions" } as const;
const head = { needs: { council: true }, fact: "councils", office: "head" } as const;
const officer = { needs: { council: true, strands: true }, fact: "councils", office: "officer" } as const;
const director = { needs: { council: true }, fact: "councils", office: "officer" } as const;

const OFFICES = {
  "chief-executive": { label: "Chief executive", ...head, namesOfficers: true },
  leader: { label: "Leader or elected mayor", ...head },
  "nominated-officer": { label: "Nominated officer", ...officer },
  "section-151-officer": { label: "Section 151 officer", ...officer },
  "monitoring-officer": { label: "Monitoring officer", ...officer, namesOfficers: true },
  "director-of-childrens-services": { label: "Director of children's services", ...director, strand: "childrens" },
  "director-of-adult-social-services": { label: "Director of adult social services", ...director, strand: "adults" },
  "lead-member": { label: "Lead member", ...officer },
} as const satisfies Readonly<Record<CouncilOffice, Role>>;

export const ROLES = {
  "principal-adviser": { label: "Principal Adviser", ...adviser },
  "senior-adviser": { label: "Senior Adviser", ...adviser },
  "member-peer": {
    label: "Lead or regional member peer",
    needs: { regions: true },
    bodyKind: "member-peers",
    fact: "memberPeerBodies",
  },
  ...OFFICES,
  "cib-lead": { label: "CIB regional lead", ...regionalLead, bodyKind: "cib", fact: "cibBodies" },
  "adass-lead": { label: "ADASS regional lead", ...regionalLead, bodyKind: "adass", fact: "adassBodies" },
  "regional-improvement": {
    label: "Regional improvement organisation",
    ...regionalLead,
    bodyKind: "regional-improvement",
    fact: "regionalImprovementBodies",
  },
  "group-office": { label: "Political group office", needs: { body: "group-office" }, fact: "groupOfficeBodies" },
  "panel-member": { label: "Performance Support Panel member", needs: {}, bodyKind: "panel", fact: "panelBodies" },
  department: { label: "Government department", needs: { body: "department" }, fact: "departmentBodies" },
  inspectorate: { label: "Inspectorate", needs: { body: "inspectorate" }, fact: "inspectorateBodies" },
  "advisory-board": { label: "Advisory Board", needs: {}, fact: "advisoryBoard" },
  "improvement-board": { label: "Improvement Board", needs: {}, fact: "improvementBoard" },
  "governance-officer": { label: "Information governance officer", needs: {}, fact: "governanceOfficer" },
  administrator: { label: "Hub administrator", needs: {}, fact: "administrator" },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [RoleName, ...RoleName[]];
export const roleOf = (name: RoleName): Role => ROLES[name];

/** What an assignment to each role says, for whoever fills in a form. */
export const ROLE_TERMS = ROLE_NAMES.map((role) => {
  const { needs, office } = roleOf(role);
  const has = { regions: needs.regions === true, strands: needs.strands === true, council: needs.council === true };
  return {
    role,
    ...has,
    bodyKind: needs.body,
    speaks: office === "officer",
    acting: office !== undefined,
    seat: role === "cib-lead",
  };
});
