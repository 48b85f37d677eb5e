using System.Security.Cryptography;
using System.Text;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Importing;

/// <summary>
/// Numbers in place of identities: the same for the same patient, so that studies stay together, and made with a secret of the clinic, so that
/// nobody outside can find the number of a known patient by trying.
/// </summary>
internal sealed class Pseudonyms
{
    private const string Setting = "pseudonym_secret";
    private const int Digits = 12;

    // Ages of 90 and more are one band, since so few people reach them (45 CFR 164.514(b)(2)(i)(C)).
    private const double OldestStated = 90;

    private readonly byte[] _secret;

    private Pseudonyms(byte[] secret) => _secret = secret;

    /// <summary>Loads the clinic's secret; makes it where there is none.</summary>
    public static async Task<Pseudonyms> LoadAsync(Connections connections, CancellationToken cancellation)
    {
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var secret = await connections.WriteAsync(async session =>
        {
            await session.ExecuteAsync("INSERT INTO settings (name, value) VALUES (@Setting, @fresh) ON CONFLICT (name) DO NOTHING", new { Setting, fresh }).ConfigureAwait(false);
            return await session.FirstAsync<string>("SELECT value FROM settings WHERE name = @Setting", new { Setting }).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        return new Pseudonyms(Convert.FromHexString(secret!));
    }

    /// <summary>The number in place of an identity.</summary>
    public string Of(string identity) => "D-" + Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(identity)))[..Digits];

    /// <summary>A patient without name, number and dates: the age in whole years on the day of the study stays.</summary>
    public PatientEntry Of(PatientEntry patient, DateOnly day)
    {
        var age = patient.BirthDate is { } born ? (day.DayNumber - born.DayNumber) / 365.25 : patient.AgeYears;
        return new PatientEntry
        {
            RecordNumber = Of(patient.RecordNumber),
            Sex = patient.Sex,
            AgeYears = age is { } years ? Math.Clamp(Math.Floor(years), 0, OldestStated) : null,
            WeightKg = patient.WeightKg,
            HeightCm = patient.HeightCm,
            IsDeidentified = true,
        };
    }
}
