//! Attached maps in GeoJSON: each feature is an item with its properties, its `id` and its `geometry` in ODK's writing.

use serde_json::Value;

use super::{Name, Names, Stock};

/// Adds the features of a collection as an instance.
pub(crate) fn attach(
    stock: &mut Stock,
    names: &mut Names,
    instance: &str,
    bytes: &[u8],
) -> Result<(), String> {
    let document: Value = serde_json::from_slice(bytes).map_err(|fault| fault.to_string())?;
    if document.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
        return Err("it is not a FeatureCollection".to_owned());
    }
    let features = document.get("features").and_then(Value::as_array).ok_or("it has no features")?;
    let mut rows: Vec<Vec<(String, String)>> = Vec::new();
    for (number, feature) in features.iter().enumerate() {
        let mut row = Vec::new();
        let geometry = feature.get("geometry").filter(|geometry| !geometry.is_null());
        if let Some(geometry) = geometry {
            let written = written(geometry)
                .ok_or_else(|| format!("feature {} is neither a point, a line nor an area", number + 1))?;
            row.push(("geometry".to_owned(), written));
        }
        if let Some(id) = feature.get("id").and_then(plain) {
            row.push(("id".to_owned(), id));
        }
        for (name, value) in feature.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if let Some(value) = plain(value)
                && row.iter().all(|(known, _)| known != name)
            {
                row.push((name.clone(), value));
            }
        }
        rows.push(row);
    }
    let rows: Vec<Vec<(Name, &str)>> = rows
        .iter()
        .map(|row| row.iter().map(|(name, value)| (names.intern(name), value.as_str())).collect())
        .collect();
    stock.add_table(instance, names, rows.into_iter());
    Ok(())
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `latitude longitude altitude accuracy` of each corner, separated by `; `; GeoJSON has the longitude first.
fn written(geometry: &Value) -> Option<String> {
    let coordinates = geometry.get("coordinates")?;
    let corner = |at: &Value| -> Option<String> {
        let at = at.as_array()?;
        let (longitude, latitude) = (at.first()?.as_f64()?, at.get(1)?.as_f64()?);
        let altitude = at.get(2).and_then(Value::as_f64).unwrap_or(0.0);
        Some(format!("{latitude} {longitude} {altitude} 0"))
    };
    let line = |corners: &Value| -> Option<String> {
        let corners: Option<Vec<String>> = corners.as_array()?.iter().map(corner).collect();
        Some(corners?.join("; "))
    };
    match geometry.get("type")?.as_str()? {
        "Point" => corner(coordinates),
        "LineString" => line(coordinates),
        // Only the outer ring: ODK's areas have no holes.
        "Polygon" => line(coordinates.as_array()?.first()?),
        _ => None,
    }
}
