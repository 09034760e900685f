//! Digests, Base64 and signed texts.

use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, Engine};
use sha2::Digest;

use crate::expression::evaluate::EvaluationError;

/// Reads with and without the signs that fill up the end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Is it the name of a digest, in any case and with or without its hyphen?
pub(crate) fn is_algorithm(name: &str) -> bool {
    bytes("", name).is_some()
}

/// Is it the name of an encoding?
pub(crate) fn is_encoding(name: &str) -> bool {
    name.eq_ignore_ascii_case("hex") || name.eq_ignore_ascii_case("base64")
}

/// The digest of a text in UTF-8.
pub(crate) fn digest(text: &str, algorithm: &str, encoding: &str) -> Result<String, EvaluationError> {
    let unknown = |name: &str| EvaluationError::Digest { name: name.to_owned() };
    let bytes = bytes(text, algorithm).ok_or_else(|| unknown(algorithm))?;
    if encoding.eq_ignore_ascii_case("hex") {
        Ok(hexadecimal(&bytes))
    } else if encoding.eq_ignore_ascii_case("base64") {
        Ok(STANDARD.encode(bytes))
    } else {
        Err(unknown(encoding))
    }
}

fn bytes(text: &str, algorithm: &str) -> Option<Vec<u8>> {
    Some(match algorithm.to_ascii_uppercase().as_str() {
        "MD5" => md5::Md5::digest(text).to_vec(),
        "SHA-1" | "SHA1" => sha1::Sha1::digest(text).to_vec(),
        "SHA-256" | "SHA256" => sha2::Sha256::digest(text).to_vec(),
        "SHA-384" | "SHA384" => sha2::Sha384::digest(text).to_vec(),
        "SHA-512" | "SHA512" => sha2::Sha512::digest(text).to_vec(),
        _ => return None,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What a text of any kind is as a seed: the first eight bytes of its SHA-256.
pub(crate) fn seed(text: &str) -> i64 {
    if text.is_empty() {
        return 0;
    }
    let digest = sha2::Sha256::digest(text);
    digest.iter().take(8).fold(0, |seed: i64, byte| (seed << 8) | i64::from(*byte))
}

/// The text that a Base64 text holds; signs that are not of Base64 are passed over.
pub(crate) fn decode_text(text: &str) -> String {
    String::from_utf8_lossy(&decode(text)).into_owned()
}

fn decode(text: &str) -> Vec<u8> {
    let signs: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')).collect();
    // A single sign left over is not a byte.
    let whole = if signs.len() % 4 == 1 { &signs[..signs.len() - 1] } else { &signs };
    LENIENT.decode(whole).unwrap_or_default()
}

/// The text after an Ed25519 signature, if the signature is of the key; empty if it is not. Both are in Base64.
pub(crate) fn extract_signed(contents: &str, key: &str) -> String {
    let contents = decode(contents);
    let Some((signature, message)) = contents.split_at_checked(64) else { return String::new() };
    let key = decode(key);
    let key = key.get(..32).and_then(|key| ed25519_compact::PublicKey::from_slice(key).ok());
    let signature = ed25519_compact::Signature::from_slice(signature).ok();
    match (key, signature) {
        (Some(key), Some(signature)) if key.verify(message, &signature).is_ok() => {
            String::from_utf8_lossy(message).into_owned()
        }
        _ => String::new(),
    }
}
