package dev.posthouse.domain.outbound;

/// When the mail of a tenant's mailboxes goes wrong too often: data, not code. Rates are per mille
/// of the recipients outside that were written to.
///
/// @param sentMin recipients below which a rate says nothing
/// @param bouncesMin hard bounces below which their rate says nothing
/// @param bouncePermille a rate of hard bounces from which the tenant is suspended
/// @param complaintsMin complaints below which their rate says nothing
/// @param complaintPermille a rate of complaints from which the tenant is suspended
public record ConductLimits(
    int sentMin, int bouncesMin, int bouncePermille, int complaintsMin, int complaintPermille) {
  /// 10 % hard bounces or 0.5 % complaints: where SES itself puts a whole account under review,
  /// seen on few recipients, for a tenant must not spend what all of them share.
  public static final ConductLimits STANDARD = new ConductLimits(20, 4, 100, 2, 5);

  private static final long MILLE = 1000;

  /// Whether so many hard bounces are too many.
  boolean tooManyBounces(int bounces, int sent) {
    return enough(sent) && bounces >= bouncesMin && bounces * MILLE >= (long) bouncePermille * sent;
  }

  /// Whether so many complaints are too many.
  boolean tooManyComplaints(int complaints, int sent) {
    return enough(sent)
        && complaints >= complaintsMin
        && complaints * MILLE >= (long) complaintPermille * sent;
  }

  private boolean enough(int sent) {
    return sent >= sentMin;
  }
}
