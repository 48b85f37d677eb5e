namespace Lucarne.Imaging.Volumes;

/// <summary>
/// A point or a displacement in the patient, in mm, in DICOM's coordinates (LPS: x to the patient's left, y to the back,
/// z to the head; PS3.3 C.7.6.2.1.1).
/// </summary>
/// <param name="X">To the patient's left.</param>
/// <param name="Y">To the patient's back.</param>
/// <param name="Z">To the patient's head.</param>
public readonly record struct Vector3d(double X, double Y, double Z)
{
    /// <summary>No displacement.</summary>
    public static Vector3d Zero => default;

    /// <summary>The length, in mm.</summary>
    public double Length => Math.Sqrt(Dot(this));

    /// <summary>The sum, part by part.</summary>
    public static Vector3d operator +(Vector3d a, Vector3d b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>The displacement from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Vector3d operator -(Vector3d a, Vector3d b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>The same direction, <paramref name="factor"/> times as long.</summary>
    public static Vector3d operator *(Vector3d a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    /// <summary>The scalar product.</summary>
    public double Dot(Vector3d other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    /// <summary>The vector product, by the right-hand rule.</summary>
    public Vector3d Cross(Vector3d other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    /// <summary>The same direction with length 1.</summary>
    /// <exception cref="InvalidOperationException">The length is 0 or not a number.</exception>
    public Vector3d Normalised()
    {
        var length = Length;
        return length > 0 && double.IsFinite(length) ? this * (1 / length) : throw new InvalidOperationException("A vector of length 0 has no direction.");
    }
}
