namespace Lucarne.Dicom.Writing;

/// <summary>An attribute that is written: its tag, group in the upper half, and the two letters of its VR (PS3.6 section 6).</summary>
internal readonly record struct Attribute(uint Tag, string Vr);
