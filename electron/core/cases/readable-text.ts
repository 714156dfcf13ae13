import type { EvidenceDocument } from '../../../contract/evidence.ts';
import { assertNever } from '../outcome.ts';

/** The words of a document, a line for each thing in it, for comparing two versions. Not for search. */
export function readableText(document: EvidenceDocument): string {
  return lines(document).join('\n');
}

function lines(document: EvidenceDocument): string[] {
  switch (document.kind) {
    case 'job-post':
      return [
        document.title,
        document.client.label,
        document.location,
        document.employment,
        document.pay,
        ...document.sections.flatMap((section) => [section.heading, section.text]),
        ...document.facts.map((fact) => `${fact.label}: ${fact.value}`),
      ];
    case 'messages': {
      const names = new Map(document.participants.map((person) => [person.id, person.label]));
      return document.messages.map(
        (message) => `${names.get(message.from) ?? message.from}: ${message.text}`,
      );
    }
    case 'profile':
      return [
        document.account.label,
        document.headline,
        document.about,
        ...document.claims.map((claim) => `${claim.field}: ${claim.claimed} (${claim.status})`),
        ...document.facts.map((fact) => `${fact.label}: ${fact.value}`),
      ];
    case 'payments':
      return document.payments.map(
        (payment) =>
          `${payment.at} ${payment.direction} ${payment.amount.amountMinor} ${payment.amount.currency} ${payment.counterparty.label} ${payment.status}`,
      );
    case 'links':
      return [
        ...document.nodes.map((node) => `${node.kind} ${node.label} ${node.state}`),
        ...document.edges.map((edge) => `${edge.from} – ${edge.to}: ${edge.label}`),
      ];
    case 'sign-ins':
      return document.signIns.map(
        (signIn) =>
          `${signIn.at} ${signIn.address} ${signIn.place.city} ${signIn.place.country} ${signIn.outcome}`,
      );
    case 'history':
      return document.entries.map(
        (entry) => `${entry.at} ${entry.kind} ${entry.title} ${entry.outcome ?? ''}`,
      );
    case 'detection':
      return [
        `${document.detector} ${document.detectorVersion} ${document.score}`,
        ...document.signals.map((signal) => `${signal.label} ${signal.weight}`),
      ];
    case 'report':
      return [document.reason, document.text];
    default:
      return assertNever(document);
  }
}
