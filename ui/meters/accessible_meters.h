#pragma once

namespace sotto {

/// Makes the meters known to assistive technology: the gauge as a progress bar with a value, the others as graphics
/// with name and description. Costs nothing when called again. Thread: GUI.
void installMeterAccessibility();

} // namespace sotto
