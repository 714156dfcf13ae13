/** The organisation's rules: versioned, and a published version never changes. */
import { z } from 'zod';
import { ActionKind } from './action.ts';
import { CatalogueVersion, Instant, Language, Slug, count, requiredText, text } from './primitives.ts';
import { SubjectType } from './subject.ts';

export const Outcome = z.enum(['no-violation', 'violation', 'insufficient-evidence']);
export type Outcome = z.infer<typeof Outcome>;
export const Severity = z.enum(['low', 'medium', 'high', 'severe']);
export type Severity = z.infer<typeof Severity>;

/** What deciding without contact allows for an action (D9). */
export const OfflineRule = z.enum(['allow', 'confirm-online', 'forbid']);
export type OfflineRule = z.infer<typeof OfflineRule>;

export const Policy = z.object({
  id: Slug,
  title: requiredText(120),
  summary: text(500),
  guidance: text(8000).default(''),
  area: Slug,
  severity: Severity,
  /** Subjects that it can apply to. */
  subjects: z.array(SubjectType).min(1).max(4),
  /** Actions that it permits; none permitted means that it allows only escalation. */
  actions: z.array(ActionKind).max(8),
  /** Permits only escalation, and takes the item off desktops. */
  mandatoryEscalation: z.boolean().default(false),
  escalationQueue: Slug.nullable().default(null),
});
export type Policy = Readonly<z.infer<typeof Policy>>;

export const ActionRule = z.object({
  kind: ActionKind,
  label: requiredText(60),
  /** The words of the submit button when this is the gravest action: `Suspend account`. */
  submitLabel: requiredText(60),
  /** Orders actions by how much they take from a customer; the highest names the button. */
  gravity: z.int().min(0).max(100),
  targets: z.array(SubjectType).min(1).max(4),
  /** Empty: the action has no duration. */
  durationsDays: z.array(z.int().min(1).max(3650)).max(20).default([]),
  defaultDurationDays: z.int().min(1).max(3650).nullable().default(null),
  endsAccount: z.boolean().default(false),
  requiresApproval: z.boolean().default(false),
  offline: OfflineRule,
});
export type ActionRule = Readonly<z.infer<typeof ActionRule>>;

/** Where an action of a preset goes, resolved on the case that it is used on. */
export const PresetTarget = z.enum(['subject', 'owner', 'counterparty']);

export const Preset = z.object({
  id: Slug,
  label: requiredText(80),
  subjects: z.array(SubjectType).min(1).max(4),
  policies: z.array(Slug).max(20),
  outcome: Outcome,
  actions: z
    .array(
      z.object({
        action: ActionKind,
        target: PresetTarget,
        durationDays: z.int().min(1).max(3650).optional(),
      }),
    )
    .max(20),
  severity: Severity.nullable().default(null),
  rationale: text(4000).default(''),
  templateId: Slug.nullable().default(null),
});
export type Preset = Readonly<z.infer<typeof Preset>>;

/** `{{name}}` is filled from the case: `subjectLabel`, `policyTitles`, `caseReference`, `actionLabels`. */
export const Template = z.object({
  id: Slug,
  label: requiredText(80),
  policies: z.array(Slug).max(50).default([]),
  texts: z.record(Language, z.object({ subject: text(200), body: requiredText(8000) })),
});
export type Template = Readonly<z.infer<typeof Template>>;

export const Queue = z.object({
  id: Slug,
  name: requiredText(80),
  /** From creation to `dueAt`. */
  slaMinutes: z.int().min(1).max(525_600),
  /** States in which the SLA stands still. */
  slaPausedBy: z
    .array(z.enum(['snoozed', 'waiting', 'escalated']))
    .max(3)
    .default(['waiting']),
  offlineLeaseMinutes: z.int().min(1).max(100_000).default(240),
  cachePolicy: z.enum(['offline', 'memory', 'never']).default('offline'),
});
export type Queue = Readonly<z.infer<typeof Queue>>;

/** What disturbs, for the choice about it. A case is of it by its policy area, or by a mark on its evidence. */
export const HarmType = z.object({
  id: Slug,
  label: requiredText(80),
  /** Policy areas whose cases are of this harm type. */
  areas: z.array(Slug).max(50).default([]),
  /** So many items revealed since the last break suggest the next one; null suggests none. */
  budget: z.int().min(1).max(10_000).nullable().default(null),
});
export type HarmType = Readonly<z.infer<typeof HarmType>>;

/** How graphic content is shown to who has chosen nothing: the organisation's default. */
export const GraphicContent = z.object({
  cover: z.boolean().default(true),
  greyscale: z.boolean().default(false),
  mute: z.boolean().default(true),
});
export type GraphicContent = Readonly<z.infer<typeof GraphicContent>>;

/** What a file given to `catalogue publish` holds. */
export const CatalogueContent = z.object({
  name: requiredText(120),
  defaultLanguage: Language,
  queues: z.array(Queue).min(1).max(200),
  policies: z.array(Policy).min(1).max(500),
  actions: z.array(ActionRule).min(1).max(8),
  presets: z.array(Preset).max(200).default([]),
  templates: z.array(Template).max(500).default([]),
  harmTypes: z.array(HarmType).max(50).default([]),
  graphicContent: GraphicContent.prefault({}),
  rules: z.object({
    /** Fewest characters of a rationale, by outcome. */
    rationaleMinimum: z.object({
      'no-violation': count,
      violation: count,
      'insufficient-evidence': count,
    }),
    /** A batch larger than this needs a second person (D13). */
    batchApprovalAbove: count,
    vendorOffline: z.boolean(),
  }),
});
export type CatalogueContent = Readonly<z.infer<typeof CatalogueContent>>;

export const Catalogue = z.object({
  version: CatalogueVersion,
  publishedAt: Instant,
  ...CatalogueContent.shape,
});
export type Catalogue = Readonly<z.infer<typeof Catalogue>>;
