using Lucarne.Clinic;
using Lucarne.Clinic.Users;
using Microsoft.AspNetCore.Identity;

namespace Lucarne.Server.Security;

/// <summary>Hashes and compares passwords (ASP.NET Core's PBKDF2), and locks a name after wrong ones.</summary>
internal sealed class Passwords(ClinicDatabase clinic, TimeProvider clock)
{
    /// <summary>Characters that a password has at least.</summary>
    public const int Shortest = 10;

    /// <summary>More would only cost time: the hash reads all of it.</summary>
    public const int Longest = 256;

    /// <summary>So many wrong passwords in a row lock a name.</summary>
    public const int MostFailures = 5;

    /// <summary>For so long.</summary>
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(10);

    private readonly PasswordHasher<User> _hasher = new();
    private readonly Lazy<string> _nobody = new(() => new PasswordHasher<User>().HashPassword(new User(), "nobody has this password"));

    /// <summary>What is kept of a password.</summary>
    /// <exception cref="ClinicException">It is too short or too long.</exception>
    public string Hash(string password) => password.Length is >= Shortest and <= Longest
        ? _hasher.HashPassword(new User(), password)
        : throw new ClinicException($"the password has {password.Length} characters; choose one of {Shortest} to {Longest}.");

    /// <summary>The user of a name and password; null where they do not belong together, or the name is locked or closed. Takes as long for
    /// a name that nobody has.</summary>
    public async Task<User?> CheckAsync(string name, string password, CancellationToken cancellation)
    {
        var user = await clinic.Users.FindAsync(name, cancellation);
        var given = password.Length <= Longest ? password : "";
        var verdict = _hasher.VerifyHashedPassword(new User(), user?.PasswordHash ?? _nobody.Value, given);
        if (user is not { IsActive: true, PasswordHash: not null } || user.LockedUntil > clock.GetUtcNow()) return null;
        var isRight = verdict != PasswordVerificationResult.Failed;
        await clinic.Users.RecordSignInAsync(user.Id, isRight, MostFailures, LockedFor, cancellation);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded) user = await clinic.Users.SetPasswordAsync(user.Id, Hash(password), user.SignInName, cancellation);
        return isRight ? user : null;
    }
}
