/**
 * The manifest of a SCORM package (imsmanifest.xml): one item for each lesson, in the order in which they are taken, with the
 * score that passes it where there is one. SCORM 1.2 and SCORM 2004, 3rd edition.
 */

export const EDITIONS = ['1.2', '2004'] as const;
export type Edition = (typeof EDITIONS)[number];

export interface Item {
	/** The lesson's name, which is the name of its page in the package too. */
	readonly name: string;
	readonly title: string;
}

export interface Course {
	readonly title: string;
	/** Each lesson once. */
	readonly items: readonly Item[];
	/** The least score in whole percents that passes; null where a lesson is only completed. */
	readonly pass: number | null;
}

/** What every page of a package needs beside itself. */
export const SCRIPT = 'backstep.js';
export const pageOf = ({ name }: Item): string => `${name}.html`;

/** Text in XML, whose first version has no control characters: they are left out. */
export const xml = (text: string): string =>
	text
		// eslint-disable-next-line no-control-regex
		.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');

const NAMESPACES: Record<Edition, readonly string[]> = {
	'1.2': [
		'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"',
		'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
	],
	'2004': [
		'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"',
		'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"',
		'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"',
		'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"',
		'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
	]
};
const SCHEMA: Record<Edition, string> = { '1.2': '1.2', '2004': '2004 3rd Edition' };

/** What passes an item: a score in percent, or in 2004 a share. */
function passing(edition: Edition, pass: number | null): readonly string[] {
	if (pass === null) return [];
	if (edition === '1.2') return [`<adlcp:masteryscore>${pass}</adlcp:masteryscore>`];
	return [
		'<imsss:sequencing>',
		'  <imsss:objectives>',
		'    <imsss:primaryObjective objectiveID="score" satisfiedByMeasure="true">',
		`      <imsss:minNormalizedMeasure>${pass / 100}</imsss:minNormalizedMeasure>`,
		'    </imsss:primaryObjective>',
		'  </imsss:objectives>',
		'</imsss:sequencing>'
	];
}

const indented = (by: number, lines: readonly string[]) => lines.map((line) => ' '.repeat(by) + line);

export function manifest(edition: Edition, { title, items, pass }: Course): string {
	const sco = edition === '1.2' ? 'adlcp:scormtype="sco"' : 'adlcp:scormType="sco"';
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<manifest identifier="backstep-${items.map(({ name }) => name).join('.')}" version="1.0"`,
		...indented(2, NAMESPACES[edition]).map((line, k, all) => (k === all.length - 1 ? `${line}>` : line)),
		'  <metadata>',
		'    <schema>ADL SCORM</schema>',
		`    <schemaversion>${SCHEMA[edition]}</schemaversion>`,
		'  </metadata>',
		'  <organizations default="course">',
		'    <organization identifier="course">',
		`      <title>${xml(title)}</title>`,
		...items.flatMap((item) => [
			`      <item identifier="item-${item.name}" identifierref="resource-${item.name}" isvisible="true">`,
			`        <title>${xml(item.title)}</title>`,
			...indented(8, passing(edition, pass)),
			'      </item>'
		]),
		// Without it, a platform that sequences offers no choice of lessons.
		...(edition === '2004'
			? indented(6, [
					'<imsss:sequencing>',
					'  <imsss:controlMode choice="true" flow="true"/>',
					'</imsss:sequencing>'
				])
			: []),
		'    </organization>',
		'  </organizations>',
		'  <resources>',
		...items.flatMap((item) => [
			`    <resource identifier="resource-${item.name}" type="webcontent" ${sco} href="${pageOf(item)}">`,
			`      <file href="${pageOf(item)}"/>`,
			`      <file href="${SCRIPT}"/>`,
			'    </resource>'
		]),
		'  </resources>',
		'</manifest>'
	];
	return `${lines.join('\n')}\n`;
}
