// Drives scripted interviews through @getodk/xforms-engine, the engine of ODK Web Forms. Arguments: the folder with its packages, and a file with
// jobs, [{"form": XML, "script": JSON, "trace": JSON}, …]. Formats: docs/forms-conformance.md. One process does all jobs.

import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, list] = process.argv.slice(2);
const require = createRequire(join(resolve(packages), 'here.js'));

// The engine reads forms with the document model of a browser.
const { JSDOM } = require('jsdom');
const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
	if (!(name in globalThis) && /^(DOMParser|XMLSerializer|Document|XMLDocument|Node|Element|Attr|Text|Comment|CDATASection|NodeFilter|XPath.*|document|HTMLElement|NamedNodeMap|CharacterData|ProcessingInstruction)$/.test(name)) {
		globalThis[name] = window[name];
	}
}
globalThis.window ??= window;
console.warn = () => {};
console.error = () => {};
console.debug = () => {};
const say = console.log;
console.log = () => {};

// Time stands still at what the script says.
let now = 0;
const Machine = Date;
globalThis.Date = class extends Machine {
	constructor(...parts) {
		super(...(parts.length === 0 ? [now] : parts));
	}

	static now() {
		return now;
	}
};

const root = join(resolve(packages), 'node_modules/@getodk/xforms-engine/dist');
// Its parser of expressions would look for files of its own where it believes to be outside a browser. What is touched here is loaded before.
new Response('');
const { versions } = process;
Object.defineProperty(process, 'versions', { value: { ...versions, node: undefined }, configurable: true });
const engine = await import(pathToFileURL(join(root, 'index.js')));
Object.defineProperty(process, 'versions', { value: versions });

const types = { csv: 'text/csv', xml: 'text/xml', geojson: 'application/geo+json' };

async function attachment(folder, url) {
	const path = join(folder, basename(decodeURIComponent(String(url))));
	if (!existsSync(path)) {
		return new Response('', { status: 404 });
	}
	const type = types[path.split('.').pop()] ?? 'application/octet-stream';
	return new Response(readFileSync(path), { headers: { 'content-type': type } });
}

async function interview(job) {
	const script = JSON.parse(readFileSync(job.script, 'utf8'));
	now = Machine.parse(script.now);
	const folder = dirname(resolve(job.form));
	const loaded = await engine.loadForm(readFileSync(job.form, 'utf8'), {
		fetchFormAttachment: (url) => attachment(folder, url),
		missingResourceBehavior: engine.MISSING_RESOURCE_BEHAVIOR?.BLANK ?? 'BLANK',
	});
	if (loaded.status === 'failure') {
		throw loaded.error;
	}
	const instance = loaded.createInstance({
		instanceAttachments: { fileNameFactory: ({ basename: name, extension }) => `${name ?? 'file'}${extension ?? ''}` },
		preloadProperties: {
			deviceID: script.deviceid,
			username: script.username,
			phoneNumber: script.phonenumber,
			email: script.email,
		},
		geolocationProvider: { getLocation: () => Promise.resolve('') },
	});
	const form = instance.root;
	const languages = form.languages.filter((one) => !one.isSyntheticDefault);
	const speak = (language) => {
		const known = languages.find((one) => one.language === language);
		if (known === undefined) {
			return 'not offered';
		}
		form.setLanguage(known);
		return 'done';
	};
	if (script.language) {
		speak(script.language);
	}
	const steps = [{ step: null, outcome: 'done', nodes: nodes(form) }];
	for (const step of script.steps) {
		let outcome;
		try {
			outcome = 'language' in step ? speak(step.language) : await take(form, step);
		} catch (fault) {
			outcome = `fault: ${fault?.message ?? fault}`;
		}
		steps.push({ step, outcome, nodes: nodes(form) });
	}
	const payload = await form.prepareInstancePayload({ payloadType: 'monolithic' });
	const [data] = payload.data;
	const file = data.get('xml_submission_file');
	return {
		form: loaded.formTitle ?? null,
		languages: languages.map((one) => one.language),
		language: form.currentState.activeLanguage.language || null,
		steps,
		final: { nodes: nodes(form), submission: await file.text() },
	};
}

const ranges = new Set(['repeat-range:controlled', 'repeat-range:uncontrolled']);
const controls = new Set(['input', 'note', 'select', 'rank', 'range', 'trigger', 'upload']);

function name(node) {
	return node.definition.qualifiedName?.getPrefixedName?.() ?? node.definition.nodeName ?? node.currentState.reference.split('/').pop();
}

// Every element below the root, as [path, node].
function* elements(parent, above) {
	for (const child of parent.currentState.children ?? []) {
		if (ranges.has(child.nodeType)) {
			let at = 0;
			for (const one of child.currentState.children) {
				at += 1;
				const path = `${above}/${name(child)}[${at}]`;
				yield [path, one];
				yield* elements(one, path);
			}
			continue;
		}
		const path = `${above}/${name(child)}`;
		yield [path, child];
		yield* elements(child, path);
	}
}

function* repeats(parent, above) {
	for (const child of parent.currentState.children ?? []) {
		if (ranges.has(child.nodeType)) {
			const path = `${above}/${name(child)}`;
			yield [path, child];
			let at = 0;
			for (const one of child.currentState.children) {
				at += 1;
				yield* repeats(one, `${path}[${at}]`);
			}
			continue;
		}
		yield* repeats(child, `${above}/${name(child)}`);
	}
}

function nodes(form) {
	const all = {};
	for (const [path, node] of elements(form, `/${name(form)}`)) {
		const state = node.currentState;
		const told = { relevant: state.relevant };
		const leaf = state.children === null;
		if (leaf) {
			told.value = state.instanceValue ?? '';
			told.required = state.required;
			told.readonly = state.readonly;
			told.valid = node.validationState?.constraint?.valid ?? true;
		}
		if (state.relevant) {
			// A repeat's label belongs to each of its instances.
			if (state.label != null) {
				told.label = state.label.asString;
			}
			if (state.hint != null) {
				told.hint = state.hint.asString;
			}
			if (told.valid === false) {
				const message = node.validationState.constraint.message;
				if (message != null) {
					told.constraintMsg = message.asString;
				}
			}
			if (state.valueOptions != null) {
				told.choices = state.valueOptions.map((one) => one.value);
				told.choiceLabels = state.valueOptions.map((one) => one.label?.asString ?? '');
			}
		}
		all[path] = told;
	}
	return all;
}

// Repeats without a number are the first instances.
function numbered(form, path) {
	const known = new Map(elements(form, `/${name(form)}`));
	let whole = '';
	const parts = path.slice(1).split('/');
	parts.forEach((part, at) => {
		whole += `/${part}`;
		if (!part.endsWith(']') && at < parts.length - 1 && known.has(`${whole}[1]`)) {
			whole += '[1]';
		}
	});
	return [whole, known];
}

async function take(form, step) {
	if ('add' in step || 'remove' in step) {
		const [path] = numbered(form, step.add ?? step.remove);
		const [, bare, number] = /^(.*?)(?:\[(\d+)\])?$/.exec(path);
		const range = new Map(repeats(form, `/${name(form)}`)).get(bare);
		if (range === undefined || range.nodeType !== 'repeat-range:uncontrolled' || !range.currentState.relevant) {
			return 'not offered';
		}
		const count = range.currentState.children.length;
		if ('add' in step) {
			range.addInstances(count - 1, 1);
			return 'done';
		}
		const at = Number(number ?? 1);
		if (at < 1 || at > count || !range.currentState.children[at - 1].currentState.relevant) {
			return 'not offered';
		}
		range.removeInstances(at - 1, 1);
		return 'done';
	}
	const [path, known] = numbered(form, step.answer);
	const node = known.get(path);
	if (node === undefined || !controls.has(node.nodeType) || node.nodeType === 'note') {
		return 'not offered';
	}
	const state = node.currentState;
	if (!state.relevant || state.readonly) {
		return 'not offered';
	}
	const tokens = step.value.split(/\s+/).filter((token) => token !== '');
	switch (node.nodeType) {
		case 'select':
		case 'rank': {
			const offered = new Set(state.valueOptions.map((one) => one.value));
			if (!tokens.every((token) => offered.has(token))) {
				return 'not offered';
			}
			if (node.nodeType === 'rank') {
				node.setValues(tokens);
			} else if (node.selectType === 'select1') {
				node.selectValue(tokens[0] ?? null);
			} else {
				node.selectValues(tokens);
			}
			return 'done';
		}
		case 'trigger':
			if (step.value !== '' && step.value !== 'OK') {
				return 'not a value';
			}
			node.setValue(step.value === 'OK');
			return 'done';
		case 'upload':
			node.setValue(step.value === '' ? null : new File(['x'], step.value));
			await Promise.resolve();
			return 'done';
		default: {
			const before = state.instanceValue;
			if (!reads(node.valueType, step.value)) {
				return 'not a value';
			}
			const blank = words.has(node.valueType) ? '' : null;
			node.setValue(step.value === '' ? blank : step.value);
			if (step.value !== '' && node.currentState.instanceValue === '') {
				node.setValue(before === '' ? blank : before);
				return 'not a value';
			}
			return 'done';
		}
	}
}

// Types whose values are words; of the others nothing is no value.
const words = new Set(['string', 'barcode', 'intent', 'boolean', 'binary']);

function reads(type, value) {
	if (value === '') {
		return true;
	}
	if (type === 'int') {
		return /^[-+]?\d+$/.test(value);
	}
	if (type === 'decimal') {
		return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(value);
	}
	return true;
}

let failed = 0;
for (const job of JSON.parse(readFileSync(list, 'utf8'))) {
	let trace;
	try {
		trace = await interview(job);
	} catch (fault) {
		failed += 1;
		const causes = [fault, fault?.cause, ...(fault?.errors ?? [])].filter(Boolean);
		trace = { error: causes.map((one) => one?.message ?? String(one)).join(' / ') };
	}
	writeFileSync(job.trace, JSON.stringify(trace));
}
say(`${failed} of the interviews could not be held`);
process.exit(0);
