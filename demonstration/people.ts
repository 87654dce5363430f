// Invented people, one for each role in the hub.
import type { RoleName } from "../services/people/roles.ts";

type DemonstrationAssignment = {
  readonly role: RoleName;
  readonly regions?: readonly string[];
  readonly strands?: readonly string[];
  readonly council?: string;
  readonly body?: string;
  readonly speaks?: boolean;
  readonly from?: string;
  readonly until?: string;
};
type DemonstrationPerson = {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly assignment: DemonstrationAssignment;
  /** The code of their home council, if they declare one. */
  readonly home?: string;
};

const EAST_MIDLANDS = "E12000004";
const LONDON = "E12000007";
const adviserOf = (role: RoleName, region: string): DemonstrationAssignment => ({
  role,
  regions: [region],
  strands: ["corporate", "childrens", "adults"],
});

const person = (
  id: string,
  name: string,
  about: string,
  assignment: DemonstrationAssignment,
  home?: string,
): DemonstrationPerson => ({
  id,
  name: `${name} (invented)`,
  about,
  assignment,
  ...(home !== undefined && { home }),
});

export const demonstrationPeople: readonly DemonstrationPerson[] = [
  person("adviser", "Rowan Ashdown", "Principal Adviser, East Midlands", adviserOf("principal-adviser", EAST_MIDLANDS)),
  person("second-adviser", "Priya Fenwick", "Senior Adviser, East Midlands", adviserOf("senior-adviser", EAST_MIDLANDS)),
  person("adviser-london", "Callum Osei", "Principal Adviser, London", adviserOf("principal-adviser", LONDON)),
  person("former-adviser", "Edda Quill", "Senior Adviser, East Midlands, until the end of 2024", {
    ...adviserOf("senior-adviser", EAST_MIDLANDS),
    until: "2024-12-31",
  }),
  person("chief-executive", "Maren Tolliver", "Chief executive, Tarrowshire County Council", {
    role: "chief-executive",
    council: "X00000004",
  }),
  person("nominated-officer", "Idris Penhale", "Nominated officer, Tarrowshire County Council", {
    role: "nominated-officer",
    council: "X00000004",
    strands: ["corporate", "childrens", "adults"],
    speaks: true,
  }),
  person("leader", "Cllr Anselm Rook", "Leader, Tarrowshire County Council", { role: "leader", council: "X00000004" }),
  person("section-151-officer", "Delphine Orr", "Section 151 officer, Tarrowshire County Council", {
    role: "section-151-officer",
    council: "X00000004",
    strands: ["corporate", "childrens", "adults"],
    speaks: true,
  }),
  person("monitoring-officer", "Gareth Pell", "Monitoring officer, Tarrowshire County Council", {
    role: "monitoring-officer",
    council: "X00000004",
    strands: ["corporate", "childrens", "adults"],
  }),
  person("director-adults", "Yasmin Corrie", "Director of adult social services, Tarrowshire County Council", {
    role: "director-of-adult-social-services",
    council: "X00000004",
    speaks: true,
  }),
  person("leader-ambleford", "Sunniva Clarke", "Leader, Ambleford Borough Council", { role: "leader", council: "X00000005" }),
  person("chief-executive-london", "Joss Amadi", "Chief executive, London Borough of Lanthorngate", {
    role: "chief-executive",
    council: "X00000009",
  }),
  person("cib-lead", "Leonie Marsh", "CIB regional lead, East Midlands", { role: "cib-lead", regions: [EAST_MIDLANDS] }),
  person("cib-lead-london", "Tobias Wren", "CIB regional lead, London", { role: "cib-lead", regions: [LONDON] }),
  person("adass-lead", "Nadia Birch", "ADASS regional lead, East Midlands", { role: "adass-lead", regions: [EAST_MIDLANDS] }),
  person("regional-improvement", "Hal Greaves", "Regional improvement organisation, East Midlands", {
    role: "regional-improvement",
    regions: [EAST_MIDLANDS],
  }),
  person(
    "member-peer",
    "Cllr Ottilie Shaw",
    "Regional member peer, East Midlands, of Ambleford Borough Council",
    { role: "member-peer", regions: [EAST_MIDLANDS] },
    "X00000005",
  ),
  person("group-office", "Ravi Stone", "Independent Group office", { role: "group-office", body: "group-office-independent" }),
  person("panel-member", "Cllr Gwen Larkin", "Performance Support Panel", { role: "panel-member" }),
  person("department", "Fola Hart", "Department for Education", { role: "department", body: "dfe" }),
  person("inspectorate", "Bryn Castell", "Ofsted", { role: "inspectorate", body: "ofsted" }),
  person("advisory-board", "Mirela Dunn", "Advisory Board", { role: "advisory-board" }),
  person("improvement-board", "Cllr Aled Frost", "LGA Improvement Board", { role: "improvement-board" }),
  person("governance-officer", "Hester Vance", "Information governance officer", { role: "governance-officer" }),
  person("administrator", "Sam Okoro", "Hub administrator", { role: "administrator" }),
];
